package org.seldonruns.lifecycle.update;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import org.seldonruns.cluster.Cluster;
import org.seldonruns.lifecycle.prediction.PredictionPlan;
import org.seldonruns.lifecycle.prediction.PredictionSettings;
import org.seldonruns.lifecycle.step.RunContext;
import org.seldonruns.run.availability.Availability;
import org.seldonruns.run.availability.PredictionCounts;
import org.seldonruns.run.request.ServicePath;
import org.seldonruns.seldon.readiness.DeploymentRewrites;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.PredictionEndpoint;
import org.seldonruns.seldon.resource.Predictor;
import org.seldonruns.time.Durations;
import org.seldonruns.time.Timekeeper;

/**
 * Observes the predictors of a resource during an update: the ready pods of those that
 * serve before it and that the update does not remove, and, if the upload contains a
 * prediction, one prediction a second to those with live traffic. Thread-safe.
 */
final class AvailabilityMonitor implements AutoCloseable {

	/**
	 * The most predictors that get predictions. The webhook of the operator requires that
	 * the traffic adds up to 100 percent, so no more can have live traffic.
	 */
	private static final int MAX_PROBED = 100;

	private final RunContext context;

	private final List<PredictorAvailability> predictors = new ArrayList<>();

	private final DeploymentRewrites rewrites = new DeploymentRewrites();

	private final List<PredictionProbe> probes;

	private Present latest;

	private CompletableFuture<?> listener = new CompletableFuture<>();

	AvailabilityMonitor(RunContext context, Present before, Cluster cluster, Timekeeper timekeeper,
			PredictionSettings settings) {
		this.context = context;
		this.latest = before;
		for (Predictor predictor : before.resource().predictors()) {
			PredictorAvailability.of(predictor.name(), before, timekeeper).ifPresent(predictors::add);
		}
		this.probes = (context.parameters().predictions() != null)
				? probes(PredictionPlan.of(context.run().request()), cluster, timekeeper, settings) : List.of();
	}

	private List<PredictionProbe> probes(PredictionPlan plan, Cluster cluster, Timekeeper timekeeper,
			PredictionSettings settings) {
		byte[] body = plan.body().bytes();
		Set<String> served = predictors.stream().map(PredictorAvailability::predictor).collect(Collectors.toSet());
		return latest.resource()
			.endpoints()
			.stream()
			.map(PredictionEndpoint::predictor)
			.filter(served::contains)
			.limit(MAX_PROBED)
			.map(predictor -> new PredictionProbe(predictor,
					endpoint -> cluster.predict(context.name().namespace(), endpoint, body, PredictionPlan.KEPT,
							settings.requestTimeout()),
					() -> endpoint(predictor, plan), timekeeper, settings.timeout()))
			.toList();
	}

	/**
	 * Returns where a predictor answers now; empty if it has no live traffic, or if the
	 * resource does not own its Service.
	 */
	private synchronized Optional<PredictionEndpoint> endpoint(String predictor, PredictionPlan plan) {
		return latest.resource()
			.endpoints()
			.stream()
			.filter(endpoint -> endpoint.predictor().equals(predictor))
			.filter(endpoint -> latest.owns("Service", endpoint.service()))
			.map(plan::at)
			.filter(endpoint -> ServicePath.violation(endpoint.path()).isEmpty())
			.findFirst();
	}

	void start() {
		listener = context.watch().await(state -> {
			observe();
			return Optional.empty();
		});
		probes.forEach(PredictionProbe::send);
	}

	/** Observes the latest state: the watches may pass an older one after a newer one. */
	private synchronized void observe() {
		if (context.watch().state() instanceof Present present) {
			latest = present;
			predictors.forEach(predictor -> predictor.observe(present));
			rewrites.observe(present);
		}
	}

	/** Returns how available each predictor was that the update has not removed. */
	synchronized List<Availability> availability() {
		Map<String, PredictionProbe> probed = probes.stream()
			.collect(Collectors.toMap(PredictionProbe::predictor, probe -> probe));
		return predictors.stream().filter(PredictorAvailability::isKept).map(predictor -> {
			PredictionProbe probe = probed.get(predictor.predictor());
			return predictor.result((probe != null) ? probe.counts() : null);
		}).toList();
	}

	/** Describes the predictors that have ready pods. */
	synchronized List<String> serving() {
		return predictors.stream()
			.filter(predictor -> predictor.isKept() && predictor.readyPods() > 0)
			.map(predictor -> "predictor %s still serves with %s".formatted(predictor.predictor(),
					readyPods(predictor.readyPods())))
			.toList();
	}

	static String readyPods(int count) {
		return count + ((count == 1) ? " ready pod" : " ready pods");
	}

	/**
	 * Returns the warnings about downtime, failed predictions and rewritten Deployments.
	 */
	synchronized List<String> warnings(List<Availability> measured) {
		List<String> warnings = new ArrayList<>();
		for (Availability availability : measured) {
			if (availability.minReadyPods() == 0) {
				warnings.add("predictor %s had no ready pod for %s during the update"
					.formatted(availability.predictor(), Durations.inSeconds(availability.longestDowntime())));
			}
			PredictionCounts predictions = availability.predictions();
			if (predictions != null && predictions.failed() > 0) {
				warnings.add("%d of %d predictions to predictor %s failed during the update"
					.formatted(predictions.failed(), predictions.total(), availability.predictor()));
			}
		}
		rewrites.repeated()
			.forEach((deployment, count) -> warnings
				.add("the operator rewrote Deployment %s %d times without changing its pod template or replicas"
					.formatted(deployment, count)));
		return warnings;
	}

	@Override
	public void close() {
		listener.cancel(false);
		probes.forEach(PredictionProbe::close);
	}

}
