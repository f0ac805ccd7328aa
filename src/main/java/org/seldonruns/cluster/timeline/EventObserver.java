package org.seldonruns.cluster.timeline;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventSeries;
import io.fabric8.kubernetes.api.model.ObjectReference;
import org.jspecify.annotations.Nullable;
import org.seldonruns.run.Observation;
import org.seldonruns.seldon.resource.SeenEvent;

/** Turns Kubernetes Events into observations. */
final class EventObserver {

	private static final Pattern CONTAINER = Pattern
		.compile("spec\\.(?:initContainers|containers|ephemeralContainers)\\{(?<name>[^}]+)}");

	private EventObserver() {
	}

	static SeenEvent read(Event event) {
		ObjectReference object = event.getInvolvedObject();
		return new SeenEvent(text(object.getKind()), text(object.getName()),
				Objects.requireNonNullElse(event.getType(), Observation.NORMAL), text(event.getReason()),
				text(event.getMessage()), count(event));
	}

	/**
	 * Returns the key of the fact that both an Event and the status of its object report.
	 * Both are one entry of the timeline: the first one creates it, and the Event, which
	 * says more, replaces it and is counted.
	 * @return empty if only the Event reports the fact
	 */
	static Optional<String> factOf(Event event) {
		ObjectReference object = event.getInvolvedObject();
		if (!"Pod".equals(object.getKind())) {
			return Optional.empty();
		}
		return switch (text(event.getReason())) {
			case PodObserver.SCHEDULED -> Optional.of(ObservationBuffer.key(object.getUid(), PodObserver.SCHEDULED));
			case "Started" -> container(event).map(ContainerObserver::started)
				.map(fact -> ObservationBuffer.key(object.getUid(), fact));
			default -> Optional.empty();
		};
	}

	/** Returns the observation of an Event; its message names the container. */
	static Observation observation(String key, Event event) {
		SeenEvent seen = read(event);
		String message = container(event).filter(container -> !seen.message().contains(container))
			.map(container -> container + ": " + seen.message())
			.orElse(seen.message());
		return new Observation(key, seen.kind(), seen.name(), seen.type(), seen.reason(), message, seen.count(),
				KubernetesTimes.of(event));
	}

	private static Optional<String> container(Event event) {
		Matcher part = CONTAINER.matcher(text(event.getInvolvedObject().getFieldPath()));
		return part.matches() ? Optional.of(part.group("name")) : Optional.empty();
	}

	private static int count(Event event) {
		Integer count = Optional.ofNullable(event.getSeries()).map(EventSeries::getCount).orElse(event.getCount());
		return (count != null) ? count : 1;
	}

	private static String text(@Nullable String value) {
		return Objects.requireNonNullElse(value, "");
	}

}
