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

/** Reads the times that Kubernetes writes into its objects. */
public final class KubernetesTimes {

	private KubernetesTimes() {
	}

	/**
	 * Reads a time.
	 * @param text as Kubernetes writes it, RFC 3339
	 * @return none where there is none, or none that can be read; a kubelet that knows no
	 * time writes the epoch
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
	 * When an event happened, the last time where it did so more than once. Older and
	 * newer ways of writing events fill different fields.
	 * @param event the event
	 * @return the latest of its times; none where it has none
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
	 * When the deletion of an object was asked for. What Kubernetes writes is when its
	 * time to end will be over.
	 * @param metadata of the object
	 * @return none where it is not being deleted
	 */
	static @Nullable Instant ofDeletion(ObjectMeta metadata) {
		Instant end = of(metadata.getDeletionTimestamp());
		Long grace = metadata.getDeletionGracePeriodSeconds();
		return (end != null && grace != null) ? end.minusSeconds(grace) : end;
	}

}
