package org.seldonruns.cluster;

import java.util.HashMap;
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
import org.seldonruns.seldon.ResourceState;
import org.seldonruns.seldon.SeldonDeployment;

/**
 * Turns what is seen into entries of a run's timeline: each change once. Safe for use by
 * many threads.
 */
final class Sightings {

	private final Run run;

	private final Map<String, String> lastSeen = new HashMap<>();

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

	private void changed(String kind, String name, String type, String reason, String message) {
		String before = lastSeen.put(kind + "/" + name, reason + " " + message);
		if (!(reason + " " + message).equals(before)) {
			run.observe(new Observation("change-" + ++changes, kind, name, type, reason, message, 1));
		}
	}

	void happened(Event event) {
		ObjectReference object = event.getInvolvedObject();
		run.observe(new Observation("event-" + event.getMetadata().getUid(), text(object.getKind()),
				text(object.getName()), Objects.requireNonNullElse(event.getType(), Observation.NORMAL),
				text(event.getReason()), text(event.getMessage()), count(event)));
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
