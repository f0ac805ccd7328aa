package org.seldonruns.cluster.timeline;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventSeries;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import org.jspecify.annotations.Nullable;

/** Parses the times in Kubernetes objects. */
public final class KubernetesTimes {

	private KubernetesTimes() {
	}

	/**
	 * Parses a time in RFC 3339. Returns null if it is missing or invalid, or the epoch,
	 * which kubelets write for an unknown time.
	 */
	public static @Nullable Instant of(@Nullable String text) {
		if (text == null) {
			return null;
		}
		try {
			Instant time = OffsetDateTime.parse(text).toInstant();
			return time.isAfter(Instant.EPOCH) ? time : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	/**
	 * Returns the last time at which an Event happened. Older and newer APIs of Events
	 * use different fields.
	 */
	public static @Nullable Instant of(Event event) {
		EventSeries series = event.getSeries();
		return Stream
			.of(of((series != null) ? series.getLastObservedTime() : null), of(event.getEventTime()),
					of(event.getLastTimestamp()), of(event.getFirstTimestamp()))
			.filter(Objects::nonNull)
			.max(Instant::compareTo)
			.orElse(null);
	}

	private static @Nullable Instant of(@Nullable MicroTime time) {
		return (time != null) ? of(time.getTime()) : null;
	}

	/**
	 * Returns when the deletion of an object was requested, or null. Its deletion
	 * timestamp is later by the grace period.
	 */
	static @Nullable Instant ofDeletion(ObjectMeta metadata) {
		Instant end = of(metadata.getDeletionTimestamp());
		Long grace = metadata.getDeletionGracePeriodSeconds();
		return (end != null && grace != null) ? end.minusSeconds(grace) : end;
	}

}
