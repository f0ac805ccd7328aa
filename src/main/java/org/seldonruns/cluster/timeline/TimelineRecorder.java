package org.seldonruns.cluster.timeline;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.seldonruns.run.BoundedMap;
import org.seldonruns.run.Observation;
import org.seldonruns.run.Run;
import org.seldonruns.seldon.resource.ObservedState;
import org.seldonruns.seldon.resource.SeenEvent;

/**
 * Adds observations to the timeline of a run: each once, in the order in which they are
 * made. Safe for use by many threads.
 */
public final class TimelineRecorder {

	private static final int MAX_WARNINGS = 50;

	private final Run run;

	private final ObservationBuffer resource;

	/** The observations of each existing object by its uid, oldest first. */
	private final LinkedHashMap<String, ObservationBuffer> owned = new LinkedHashMap<>();

	/** The Events of facts that a status also reports, by the keys of the facts. */
	private final Map<String, String> eventsOfFacts = new HashMap<>();

	private final Map<String, SeenEvent> warnings = new BoundedMap<>(MAX_WARNINGS);

	public TimelineRecorder(Run run) {
		this.run = run;
		this.resource = new ObservationBuffer("SeldonDeployment", run.request().resource().name(), "resource");
	}

	public synchronized void record(ObservedResource observed) {
		if (observed.resource() != null) {
			ResourceObserver.observe(observed.resource(), resource);
			file(resource);
		}
		Set<String> there = new HashSet<>();
		for (HasMetadata object : observed.owned()) {
			there.add(object.getMetadata().getUid());
			switch (object) {
				case Deployment deployment -> observe(deployment, DeploymentObserver::observe);
				case Pod pod -> observe(pod, PodObserver::observe);
				// Events report the changes of other kinds.
				default -> {
				}
			}
		}
		// In reverse order of creation.
		owned.sequencedEntrySet().reversed().removeIf(entry -> isGone(entry, there));
		if (observed.state() instanceof ObservedState.Gone) {
			resource.recordGone();
			file(resource);
		}
	}

	private <T extends HasMetadata> void observe(T object, BiConsumer<T, ObservationBuffer> observer) {
		ObservationBuffer observations = owned.computeIfAbsent(object.getMetadata().getUid(),
				uid -> new ObservationBuffer(object.getKind(), object.getMetadata().getName(), uid));
		observer.accept(object, observations);
		file(observations);
	}

	private boolean isGone(Map.Entry<String, ObservationBuffer> entry, Set<String> there) {
		if (there.contains(entry.getKey())) {
			return false;
		}
		entry.getValue().recordGone();
		file(entry.getValue());
		return true;
	}

	private void file(ObservationBuffer observations) {
		observations.take().stream().filter(fact -> !eventsOfFacts.containsKey(fact.key())).forEach(run::observe);
	}

	/**
	 * Returns whether an Event is about a pod that has no entry yet, although its
	 * creation comes first.
	 */
	public synchronized boolean isAheadOfItsPod(Event event) {
		ObjectReference object = event.getInvolvedObject();
		return "Pod".equals(object.getKind()) && !owned.containsKey(object.getUid());
	}

	/** Adds an Event, and returns whether it is a warning, which can change a verdict. */
	public synchronized boolean recordEvent(Event event, Instant seenAt) {
		SeenEvent seen = EventObserver.read(event);
		String uid = event.getMetadata().getUid();
		if (seen.isWarning()) {
			warnings.put(uid, seen);
		}
		String key = EventObserver.factOf(event)
			.filter(fact -> eventsOfFacts.computeIfAbsent(fact, first -> uid).equals(uid))
			.orElse("event-" + uid);
		run.observe(EventObserver.observation(key, event), seenAt);
		return seen.isWarning();
	}

	/** Returns the latest Events of type Warning, oldest first. */
	public synchronized List<SeenEvent> warnings() {
		return List.copyOf(warnings.values());
	}

	/** Adds that something cannot be watched. */
	public void recordWatchFailure(String message) {
		run.observe(
				new Observation("unwatched-" + message, "Watch", "", Observation.WARNING, "WatchFailed", message, 1));
	}

	/**
	 * Adds that the service has no Lease in the namespace.
	 * @param why the message of the API server
	 */
	public void recordLeaseRejection(String why) {
		run.observe(new Observation("unleased", "Lease", "", Observation.WARNING, "LeaseRejected",
				"The service has no Lease in this namespace, so that after a crash it deletes the resource only after "
						+ "the deadline of the run: " + why,
				1));
	}

}
