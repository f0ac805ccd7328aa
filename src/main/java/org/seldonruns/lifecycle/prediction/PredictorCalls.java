package org.seldonruns.lifecycle.prediction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.Cluster;
import org.seldonruns.cluster.PredictionResponse;
import org.seldonruns.lifecycle.step.RunContext;
import org.seldonruns.lifecycle.step.StepOutcome;
import org.seldonruns.lifecycle.step.WaitResult;
import org.seldonruns.lifecycle.step.Waiter;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.Redaction;
import org.seldonruns.run.prediction.Answer;
import org.seldonruns.run.prediction.Latency;
import org.seldonruns.run.prediction.PredictionResult;
import org.seldonruns.run.request.ServicePath;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.PredictionEndpoint;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Durations;
import org.seldonruns.time.Timekeeper;

import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Sends the predictions of one step to one predictor, one after the other. It goes on
 * after an unsuccessful answer, to count the others, but not without an answer, since
 * each would take as long. Not thread-safe.
 */
final class PredictorCalls {

	private static final long FIRST_PAUSE_MILLIS = 100;

	private static final long LONGEST_PAUSE_MILLIS = 2000;

	private static final int SERVICE_UNAVAILABLE = 503;

	private final RunContext context;

	private final PredictionPlan plan;

	private final byte[] body;

	private final PredictionEndpoint endpoint;

	private final Cluster cluster;

	private final Timekeeper timekeeper;

	private final Deadline deadline;

	private final PredictionSettings settings;

	private final Waiter waiter;

	private final PredictionFailures failures;

	private final Map<String, Integer> answers = new LinkedHashMap<>();

	private final List<Duration> latencies = new ArrayList<>();

	private @Nullable Duration firstAnswerAfter;

	private @Nullable Answer firstAnswer;

	/** Why the first unsuccessful prediction failed. */
	private @Nullable Diagnosis failure;

	PredictorCalls(RunContext context, PredictionPlan plan, PredictionEndpoint endpoint, Cluster cluster,
			Timekeeper timekeeper, Deadline deadline, PredictionSettings settings) {
		this.context = context;
		this.plan = plan;
		this.body = plan.body().bytes();
		this.endpoint = endpoint;
		this.cluster = cluster;
		this.timekeeper = timekeeper;
		this.deadline = deadline;
		this.settings = settings;
		this.waiter = new Waiter(timekeeper);
		this.failures = new PredictionFailures(cluster, context, endpoint);
	}

	/**
	 * Sends the predictions.
	 * @return why the step ends without success; empty if all answers are as expected
	 */
	Optional<StepOutcome> send() {
		Optional<String> violation = ServicePath.violation(endpoint.path());
		if (violation.isPresent()) {
			return Optional.of(new StepOutcome.Failed(failures.unsafePath(violation.get())));
		}
		Optional<StepOutcome> end = awaitService();
		for (int sent = 0; sent < plan.count() && end.isEmpty(); sent++) {
			context.progress(
					"predictor %s: %d of %d predictions answered".formatted(endpoint.predictor(), sent, plan.count()));
			end = predict(sent == 0);
		}
		return end.or(() -> Optional.ofNullable(failure).map(StepOutcome.Failed::new));
	}

	/** Waits until the watches show the Service, which must belong to the resource. */
	private Optional<StepOutcome> awaitService() {
		CompletableFuture<Boolean> owned = context.watch()
			.await(state -> (state instanceof Present present && present.owns("Service", endpoint.service()))
					? Optional.of(true) : Optional.empty());
		return switch (waiter.await(owned, limit(settings.retryFor()), context.cancellation())) {
			case WaitResult.Completed<Boolean>(var found) -> Optional.empty();
			case WaitResult.TimedOut<Boolean>() -> Optional.of(new StepOutcome.Failed(failures.noService()));
			case WaitResult.Cancelled<Boolean>(var why) -> Optional.of(new StepOutcome.Cancelled(why));
		};
	}

	/** Sends one prediction, with retries; returns how the step ends, if it does. */
	private Optional<StepOutcome> predict(boolean first) {
		Deadline retries = timekeeper.deadline(settings.retryFor());
		BackOffExecution pauses = pauses();
		while (true) {
			long begun = timekeeper.nanoTime();
			WaitResult<PredictionResponse> result = waiter
				.await(cluster.predict(context.run().request().resource().namespace(), endpoint, body, plan.keep(),
						settings.requestTimeout()), limit(settings.timeout()), context.cancellation());
			Duration latency = Duration.ofNanos(timekeeper.nanoTime() - begun);
			if (retries.hasPassed(timekeeper) || !isTransient(result, first)) {
				return judge(result, latency, retries);
			}
			Optional<WaitResult<Boolean>> cut = waiter.pause(Duration.ofMillis(pauses.nextBackOff()), deadline,
					context.cancellation());
			if (cut.isPresent()) {
				return (cut.get() instanceof WaitResult.Cancelled<Boolean>(Diagnosis why))
						? Optional.of(new StepOutcome.Cancelled(why)) : judge(result, latency, retries);
			}
		}
	}

	private static BackOffExecution pauses() {
		ExponentialBackOff backOff = new ExponentialBackOff(FIRST_PAUSE_MILLIS, 2);
		backOff.setMaxInterval(LONGEST_PAUSE_MILLIS);
		return backOff.start();
	}

	private static boolean isTransient(WaitResult<PredictionResponse> result, boolean first) {
		return result instanceof WaitResult.Completed<PredictionResponse>(PredictionResponse response)
				&& switch (response) {
					case PredictionResponse.Unavailable unavailable -> true;
					case PredictionResponse.Unreachable unreachable -> first;
					case PredictionResponse.Answered answered -> first && answered.status() == SERVICE_UNAVAILABLE;
					case PredictionResponse.Broken broken -> false;
					case PredictionResponse.Rejected rejected -> false;
				};
	}

	private Optional<StepOutcome> judge(WaitResult<PredictionResponse> result, Duration latency, Deadline first) {
		return switch (result) {
			case WaitResult.Cancelled<PredictionResponse>(Diagnosis why) -> Optional.of(new StepOutcome.Cancelled(why));
			case WaitResult.TimedOut<PredictionResponse>() -> {
				count(PredictionResult.TIMEOUT);
				yield failed(deadline.hasPassed(timekeeper)
						? failures.stepTimedOut(latencies.size(), plan.count(), deadline.timeout())
						: failures.timedOut(settings.timeout()));
			}
			case WaitResult.Completed<PredictionResponse>(PredictionResponse response) -> switch (response) {
				case PredictionResponse.Answered answered -> {
					record(answered, latency, first.elapsed(timekeeper));
					yield Optional.empty();
				}
				case PredictionResponse.Broken(String message) -> {
					count(PredictionResult.NO_ANSWER);
					yield failed(failures.broken(message));
				}
				case PredictionResponse.Unreachable(String message) -> {
					count(PredictionResult.NO_ANSWER);
					yield failed(failures.unreachable(message));
				}
				case PredictionResponse.Rejected(int code, String message) -> failed(failures.rejected(code, message));
				case PredictionResponse.Unavailable(String message) -> failed(failures.unavailable(message));
			};
		};
	}

	private Optional<StepOutcome> failed(Diagnosis diagnosis) {
		return Optional.of(new StepOutcome.Failed((failure != null) ? failure : diagnosis));
	}

	private void record(PredictionResponse.Answered answered, Duration latency, Duration after) {
		count(Integer.toString(answered.status()));
		latencies.add(latency);
		if (firstAnswer == null) {
			firstAnswer = answer(answered);
			firstAnswerAfter = after;
		}
		if (failure == null) {
			failure = violation(answered).map(violation -> failures.unexpected(answer(answered), violation))
				.orElse(null);
		}
	}

	private static Answer answer(PredictionResponse.Answered answered) {
		String excerpt = answered.body().substring(0, Math.min(answered.body().length(), Answer.EXCERPT));
		return new Answer(answered.status(), answered.contentType(), answered.size(), answered.complete(),
				Redaction.of(excerpt));
	}

	private Optional<String> violation(PredictionResponse.Answered answered) {
		if (answered.status() / 100 != 2) {
			return Optional.of("has the status " + answered.status());
		}
		if (plan.schema() == null) {
			return Optional.empty();
		}
		return answered.complete() ? plan.schema().violation(answered.body())
				: Optional.of("is too large to be checked");
	}

	private void count(String result) {
		answers.merge(result, 1, Integer::sum);
	}

	private Deadline limit(Duration time) {
		Duration remaining = deadline.remaining(timekeeper);
		return timekeeper.deadline((remaining.compareTo(time) < 0) ? remaining : time);
	}

	PredictionResult result() {
		return new PredictionResult(endpoint.predictor(), endpoint.service(), endpoint.path(), answers,
				latencies.isEmpty() ? null : Latency.of(latencies), firstAnswerAfter, firstAnswer);
	}

	String describe() {
		return "predictor %s answered %s, median %s, first after %s".formatted(endpoint.predictor(),
				PredictionResult.inWords(answers), Durations.of(Latency.of(latencies).median()),
				(firstAnswerAfter != null) ? Durations.inSeconds(firstAnswerAfter) : "");
	}

}
