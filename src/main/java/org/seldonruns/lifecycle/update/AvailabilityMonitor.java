package org.seldonruns.lifecycle.update;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import org.seldonruns.cluster.Cluster;
import org.seldonruns.lifecycle.prediction.PredictionSettings;
import org.seldonruns.lifecycle.step.RunContext;
import org.seldonruns.run.availability.Availability;
import org.seldonruns.run.request.Upload;
import org.seldonruns.run.request.UploadParts;
import org.seldonruns.seldon.readiness.DeploymentRewrites;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.PredictionEndpoint;
import org.seldonruns.seldon.resource.Predictor;
import org.seldonruns.time.Durations;
import org.seldonruns.time.Timekeeper;

/**
 * Observes the predictors of a resource during an update, from the state before it: the
 * ready pods of those that serve then and that the update does not remove, and, if the
 * upload contains a prediction, one prediction a second to those with live traffic.
 */
final class AvailabilityMonitor implements AutoCloseable {

	/** The number of predictors that get predictions. */
	private static final int MAX_PROBED = 10;

	private final List<PredictorAvailability> predictors = new ArrayList<>();

	private final DeploymentRewrites rewrites = new DeploymentRewrites();

	private final List<PredictionProbe> probes = new ArrayList<>();

	private CompletableFuture<?> listener = new CompletableFuture<>();

	private AvailabilityMonitor() {
	}

	static AvailabilityMonitor start(RunContext context, Present before, Cluster cluster, Timekeeper timekeeper,
			PredictionSettings settings) {
		AvailabilityMonitor monitor = new AvailabilityMonitor();
		for (Predictor predictor : before.resource().predictors()) {
			PredictorAvailability.of(predictor.name(), before, timekeeper).ifPresent(monitor.predictors::add);
		}
		UploadParts parts = context.run().request().parts();
		Upload body = (parts != null) ? parts.request() : null;
		if (body != null) {
			Set<String> served = monitor.predictors.stream()
				.map(PredictorAvailability::predictor)
				.collect(Collectors.toSet());
			before.resource()
				.endpoints()
				.stream()
				.filter(endpoint -> served.contains(endpoint.predictor()))
				.limit(MAX_PROBED)
				.map(endpoint -> withPath(endpoint, context))
				.forEach(endpoint -> monitor.probes.add(new PredictionProbe(cluster, context.name().namespace(),
						endpoint, body, timekeeper, settings)));
		}
		monitor.listener = context.watch().await(state -> {
			if (state instanceof Present present) {
				monitor.observe(present);
			}
			return Optional.empty();
		});
		monitor.probes.forEach(PredictionProbe::start);
		return monitor;
	}

	private static PredictionEndpoint withPath(PredictionEndpoint endpoint, RunContext context) {
		return Optional.ofNullable(context.parameters().predictions())
			.map(predictions -> predictions.path())
			.map(endpoint::withPath)
			.orElse(endpoint);
	}

	private void observe(Present present) {
		predictors.forEach(predictor -> predictor.observe(present));
		rewrites.observe(present);
	}

	/** Returns how available each predictor was that the update has not removed. */
	List<Availability> availability() {
		Map<String, PredictionProbe> probed = probes.stream()
			.collect(Collectors.toMap(PredictionProbe::predictor, probe -> probe));
		return predictors.stream().filter(PredictorAvailability::isKept).map(predictor -> {
			PredictionProbe probe = probed.get(predictor.predictor());
			return predictor.result((probe != null) ? probe.counts() : null);
		}).toList();
	}

	/** Describes the predictors that have ready pods. */
	List<String> serving() {
		return predictors.stream()
			.filter(predictor -> predictor.isKept() && predictor.readyPods() > 0)
			.map(predictor -> "predictor %s still serves with %d ready pod%s".formatted(predictor.predictor(),
					predictor.readyPods(), (predictor.readyPods() == 1) ? "" : "s"))
			.toList();
	}

	/** Describes what was unexpected. */
	List<String> warnings() {
		List<String> warnings = new ArrayList<>();
		for (Availability availability : availability()) {
			if (availability.minReadyPods() == 0) {
				warnings.add("predictor %s had no ready pod for %s during the update"
					.formatted(availability.predictor(), Durations.inSeconds(availability.longestDowntime())));
			}
			var predictions = availability.predictions();
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
