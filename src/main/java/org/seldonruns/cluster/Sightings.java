package org.seldonruns.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventSeries;
import io.fabric8.kubernetes.api.model.ObjectReference;
import org.jspecify.annotations.Nullable;
import org.seldonruns.run.Observation;
import org.seldonruns.run.Run;
import org.seldonruns.seldon.OwnedDeployment;
import org.seldonruns.seldon.OwnedPod;
import org.seldonruns.seldon.ResourceState;
import org.seldonruns.seldon.SeenEvent;
import org.seldonruns.seldon.SeldonDeployment;

/**
 * Turns what is seen into entries of a run's timeline: each change once. Safe for use by
 * many threads.
 */
final class Sightings {

	private static final int MOST_WARNINGS = 50;

	private final Run run;

	private final Map<String, String> lastSeen = new HashMap<>();

	private final Recent<SeenEvent> warnings = new Recent<>(MOST_WARNINGS);

	private int changes;

	Sightings(Run run) {
		this.run = run;
	}

	synchronized void saw(ResourceState state) {
		switch (state) {
			case ResourceState.NotSeen() -> {
			}
			case ResourceState.Present(SeldonDeployment resource, var deployments, var pods, var events, var owned) -> {
				saw(resource);
				deployments.forEach(this::saw);
				pods.forEach(this::saw);
			}
			case ResourceState.Gone gone ->
				changed("SeldonDeployment", run.request().resource().name(), Observation.NORMAL, "Gone", "");
		}
	}

	private void saw(SeldonDeployment resource) {
		String state = resource.state();
		if (state == null) {
			return;
		}
		changed("SeldonDeployment", resource.name(),
				SeldonDeployment.FAILED.equals(state) ? Observation.WARNING : Observation.NORMAL, state,
				Objects.requireNonNullElse(resource.description(), ""));
	}

	private void saw(OwnedDeployment deployment) {
		changed("Deployment", deployment.name(), Observation.NORMAL, "Replicas",
				"%d of %d available".formatted(deployment.available(), deployment.wanted()));
	}

	// What Kubernetes has no event for; the rest of a pod's life its events tell.
	private void saw(OwnedPod pod) {
		if (pod.restarts() > 0 && !pod.isReady()) {
			changed("Pod", pod.name(), Observation.WARNING, "Restarted",
					(pod.restarts() == 1) ? "once" : pod.restarts() + " times");
			return;
		}
		if (pod.isReady()) {
			changed("Pod", pod.name(), Observation.NORMAL, "Ready", "");
		}
	}

	private void changed(String kind, String name, String type, String reason, String message) {
		String before = lastSeen.put(kind + "/" + name, reason + " " + message);
		if (!(reason + " " + message).equals(before)) {
			run.observe(new Observation("change-" + ++changes, kind, name, type, reason, message, 1));
		}
	}

	synchronized void happened(Event event) {
		ObjectReference object = event.getInvolvedObject();
		SeenEvent seen = new SeenEvent(text(object.getKind()), text(object.getName()),
				Objects.requireNonNullElse(event.getType(), Observation.NORMAL), text(event.getReason()),
				text(event.getMessage()), count(event));
		if (seen.isWarning()) {
			warnings.put(event.getMetadata().getUid(), seen);
		}
		run.observe(new Observation("event-" + event.getMetadata().getUid(), seen.kind(), seen.name(), seen.type(),
				seen.reason(), seen.message(), seen.count()));
	}

	/**
	 * The latest warnings among the events, for whoever looks for a cause.
	 * @return oldest first
	 */
	synchronized List<SeenEvent> warnings() {
		return warnings.all();
	}

	/**
	 * Notes that something cannot be watched.
	 * @param what for people
	 */
	void blind(String what) {
		run.observe(new Observation("blind-" + what, "Watch", "", Observation.WARNING, "NotVisible", what, 1));
	}

	private static int count(Event event) {
		Integer count = Optional.ofNullable(event.getSeries()).map(EventSeries::getCount).orElse(event.getCount());
		return (count != null) ? count : 1;
	}

	private static String text(@Nullable String value) {
		return Objects.requireNonNullElse(value, "");
	}

}
