package org.seldonruns.lifecycle.update;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;

import org.jspecify.annotations.Nullable;
import org.seldonruns.run.availability.Availability;
import org.seldonruns.run.availability.PredictionCounts;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.OwnedPod;
import org.seldonruns.seldon.resource.PredictionEndpoint;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.seldon.resource.ServingPods;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Timekeeper;

/** Measures for how long one predictor has no ready pod. Not thread-safe. */
final class PredictorAvailability {

	private final String predictor;

	/** Whether the watches show Services; otherwise the pods of its Deployments count. */
	private final boolean servicesWatched;

	private final Timekeeper timekeeper;

	/** The Services of the former and of the updated manifest. */
	private final SequencedSet<String> services = new LinkedHashSet<>();

	private boolean kept = true;

	private int readyPods;

	private int minReadyPods;

	private Duration longest = Duration.ZERO;

	/** Measures the time since the last ready pod; null if there is one. */
	private @Nullable Deadline down;

	private PredictorAvailability(String predictor, String service, boolean servicesWatched, Timekeeper timekeeper) {
		this.predictor = predictor;
		this.services.add(service);
		this.servicesWatched = servicesWatched;
		this.timekeeper = timekeeper;
	}

	/** Starts to measure a predictor; empty if it has no ready pod. */
	static Optional<PredictorAvailability> of(String predictor, Present before, Timekeeper timekeeper) {
		return service(predictor, before).map(service -> {
			PredictorAvailability availability = new PredictorAvailability(predictor, service,
					ServingPods.isWatched(before, service), timekeeper);
			availability.readyPods = availability.count(before);
			availability.minReadyPods = availability.readyPods;
			return availability;
		}).filter(availability -> availability.readyPods > 0);
	}

	private static Optional<String> service(String predictor, Present present) {
		return present.resource()
			.predictorSpec(predictor)
			.map(spec -> PredictionEndpoint.service(present.resource().name(), spec));
	}

	String predictor() {
		return predictor;
	}

	void observe(Present present) {
		service(predictor, present).ifPresent(services::add);
		kept = wantsReplicas(present);
		readyPods = count(present);
		minReadyPods = Math.min(minReadyPods, readyPods);
		longest = longestSoFar();
		if (readyPods > 0) {
			down = null;
		}
		else if (down == null) {
			down = timekeeper.deadline(Duration.ZERO);
		}
	}

	private boolean wantsReplicas(Present present) {
		SeldonDeployment resource = present.resource();
		return resource.predictors()
			.stream()
			.filter(each -> each.name().equals(predictor))
			.anyMatch(each -> each.components().isEmpty() || each.components()
				.stream()
				.anyMatch(component -> component.autoscaled() || resource.replicasOf(component) > 0));
	}

	private int count(Present present) {
		return servicesWatched ? ServingPods.count(present, services)
				: (int) present.podsOf(predictor).stream().filter(OwnedPod::isServing).count();
	}

	private Duration longestSoFar() {
		Duration current = (down != null) ? down.elapsed(timekeeper) : Duration.ZERO;
		return (current.compareTo(longest) > 0) ? current : longest;
	}

	/** Returns whether the updated manifest has the predictor, with replicas. */
	boolean isKept() {
		return kept;
	}

	int readyPods() {
		return readyPods;
	}

	Availability result(@Nullable PredictionCounts predictions) {
		return new Availability(predictor, services.getLast(), minReadyPods, longestSoFar(), predictions);
	}

}
