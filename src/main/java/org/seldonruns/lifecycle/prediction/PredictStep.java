package org.seldonruns.lifecycle.prediction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.seldonruns.cluster.Cluster;
import org.seldonruns.lifecycle.step.Interference;
import org.seldonruns.lifecycle.step.RunContext;
import org.seldonruns.lifecycle.step.StepExecutor;
import org.seldonruns.lifecycle.step.StepOutcome;
import org.seldonruns.run.StepName;
import org.seldonruns.run.component.Component;
import org.seldonruns.seldon.resource.PredictionEndpoint;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Timekeeper;

/** Sends predictions to each predictor that serves live traffic. */
public final class PredictStep implements StepExecutor {

	private final StepName name;

	private final Cluster cluster;

	private final Timekeeper timekeeper;

	private final PredictionSettings settings;

	public PredictStep(StepName name, Cluster cluster, Timekeeper timekeeper, PredictionSettings settings) {
		this.name = name;
		this.cluster = cluster;
		this.timekeeper = timekeeper;
		this.settings = settings;
	}

	@Override
	public StepName name() {
		return name;
	}

	@Override
	public StepOutcome execute(RunContext context, Deadline deadline) {
		List<PredictionEndpoint> endpoints = context.created()
			.endpoints()
			.stream()
			.filter(endpoint -> hasReplicas(context, endpoint.predictor()))
			.toList();
		if (endpoints.isEmpty()) {
			return new StepOutcome.Skipped("no predictor with live traffic has replicas");
		}
		return predict(context, deadline, endpoints);
	}

	private StepOutcome predict(RunContext context, Deadline deadline, List<PredictionEndpoint> endpoints) {
		PredictionPlan plan = PredictionPlan.of(context.run().request());
		List<String> details = new ArrayList<>();
		for (PredictionEndpoint endpoint : endpoints) {
			PredictorCalls calls = new PredictorCalls(context, plan, plan.at(endpoint), cluster, timekeeper, deadline,
					settings);
			Optional<StepOutcome> failure = calls.send();
			context.run().predicted(name, calls.result());
			if (failure.isPresent()) {
				return Interference.in(context.watch().state(), context.created()).orElse(failure.get());
			}
			details.add(calls.describe());
		}
		return new StepOutcome.Succeeded(String.join("; ", details));
	}

	private static boolean hasReplicas(RunContext context, String predictor) {
		List<Component> components = context.run()
			.summary()
			.components()
			.stream()
			.filter(component -> component.kind() == Component.Kind.COMPONENT
					&& component.predictor().equals(predictor))
			.toList();
		return components.isEmpty() || components.stream().anyMatch(component -> component.replicas() > 0);
	}

}
