package org.seldonruns.lifecycle.update;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.seldonruns.lifecycle.step.ObservedComponents;
import org.seldonruns.lifecycle.step.ReadinessWait;
import org.seldonruns.lifecycle.step.RunContext;
import org.seldonruns.lifecycle.step.StepExecutor;
import org.seldonruns.lifecycle.step.StepOutcome;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.StepName;
import org.seldonruns.run.availability.Availability;
import org.seldonruns.run.availability.PredictionCounts;
import org.seldonruns.run.component.Component;
import org.seldonruns.run.prediction.PredictionResult;
import org.seldonruns.run.request.UpdateParameters;
import org.seldonruns.seldon.readiness.ReadinessVerdict;
import org.seldonruns.seldon.readiness.UpdateReadiness;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Durations;

import org.springframework.util.StringUtils;

/** Waits until the update has rolled out and everything that it supersedes is gone. */
public final class AwaitUpdatedStep implements StepExecutor {

	private final ReadinessWait wait;

	private final UpdateSettings settings;

	public AwaitUpdatedStep(ReadinessWait wait, UpdateSettings settings) {
		this.wait = wait;
		this.settings = settings;
	}

	@Override
	public StepName name() {
		return StepName.AWAIT_UPDATED;
	}

	@Override
	public StepOutcome execute(RunContext context, Deadline deadline) {
		RunningUpdate update = context.shared(RunningUpdate.class)
			.orElseThrow(() -> new IllegalStateException("the resource was not updated"));
		UpdateReadiness rule = new UpdateReadiness(context.created().generation(), update.baseline(),
				settings.unverifiedAfter());
		AvailabilityMonitor monitor = update.monitor();
		StepOutcome outcome;
		try {
			outcome = wait.await(context, rule, deadline, (ready, after) -> updated(context, ready, after));
		}
		finally {
			monitor.close();
		}
		List<Availability> availability = monitor.availability();
		context.run().observed(name(), availability);
		monitor.warnings(availability).forEach(context::warn);
		return switch (outcome) {
			case StepOutcome.Succeeded(String detail) ->
				unavailable(context.parameters().update(), availability).<StepOutcome>map(StepOutcome.Failed::new)
					.orElseGet(() -> new StepOutcome.Succeeded(detail + describe(availability)));
			case StepOutcome.Failed(Diagnosis diagnosis) ->
				new StepOutcome.Failed(withServing(diagnosis, context, monitor));
			case StepOutcome.Cancelled cancelled -> cancelled;
			case StepOutcome.Skipped skipped -> skipped;
		};
	}

	private StepOutcome updated(RunContext context, ReadinessVerdict.Ready ready, Duration after) {
		List<Component> components = ObservedComponents.recordUpdated(context, ready);
		if (ready.unverified() != null) {
			context.warn("the update could not be verified: %s; everything was ready for %s after it"
				.formatted(ready.unverified(), Durations.of(settings.unverifiedAfter())));
		}
		return new StepOutcome.Succeeded(ReadinessWait.detail(components, after));
	}

	private static String describe(List<Availability> availability) {
		return availability.stream().map(predictor -> {
			PredictionCounts predictions = predictor.predictions();
			return "; predictor %s had at least %s%s".formatted(predictor.predictor(),
					AvailabilityMonitor.readyPods(predictor.minReadyPods()),
					(predictions != null && predictions.total() > 0)
							? ", its predictions: " + PredictionResult.inWords(predictions.answers()) : "");
		}).collect(Collectors.joining());
	}

	private static Optional<Diagnosis> unavailable(@Nullable UpdateParameters parameters,
			List<Availability> availability) {
		Duration limit = (parameters != null) ? parameters.maxDowntime() : null;
		if (limit == null) {
			return Optional.empty();
		}
		List<String> exceeding = availability.stream()
			.filter(predictor -> predictor.longestDowntime().compareTo(limit) > 0)
			.map(predictor -> "predictor %s had no ready pod for %s".formatted(predictor.predictor(),
					Durations.inSeconds(predictor.longestDowntime())))
			.toList();
		return exceeding.isEmpty() ? Optional.empty() : Optional.of(new Diagnosis(Cause.UNAVAILABLE_DURING_UPDATE,
				"%s during the update; maxDowntime is %s".formatted(String.join(", ", exceeding), Durations.of(limit)),
				availability.stream()
					.map(predictor -> "Service %s of predictor %s selected at least %d ready pods"
						.formatted(predictor.service(), predictor.predictor(), predictor.minReadyPods()))
					.toList()));
	}

	/** Adds which predictors still serve. */
	private static Diagnosis withServing(Diagnosis diagnosis, RunContext context, AvailabilityMonitor monitor) {
		boolean known = context.watch().currentError() == null && context.watch().state() instanceof Present present
				&& !present.resource().deleting();
		List<String> serving = known ? monitor.serving() : List.of();
		if (serving.isEmpty()) {
			return diagnosis;
		}
		String explanation = StringUtils.trimTrailingCharacter(diagnosis.explanation(), '.') + "; "
				+ String.join(", ", serving);
		return new Diagnosis(diagnosis.cause(), explanation,
				Stream.concat(diagnosis.evidence().stream(), serving.stream()).toList(), diagnosis.logs(),
				diagnosis.answers());
	}

}
