package org.seldonruns.cluster.watch;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.fabric8.kubernetes.api.model.Event;

/**
 * The latest events that nobody has claimed: they arrived before the object that they are
 * about, or before what leads from it to a run. Not safe for use by several threads;
 * {@link NamespaceWatch} guards it.
 */
final class UnclaimedEvents {

	private final int room;

	private final LinkedHashMap<String, Unclaimed> events = new LinkedHashMap<>();

	/** The same by the uid of the object that they are about, and then by their own. */
	private final Map<String, Map<String, Unclaimed>> byObject = new HashMap<>();

	private long arrivals;

	/**
	 * Remembers nothing yet.
	 * @param room the most events that it remembers
	 */
	UnclaimedEvents(int room) {
		this.room = room;
	}

	/**
	 * Remembers an event, in place of an older version of it.
	 * @param event about an object with a uid
	 * @param seenAt when it was seen
	 */
	void put(Event event, Instant seenAt) {
		String uid = event.getMetadata().getUid();
		Unclaimed older = events.get(uid);
		if (older != null) {
			forget(older);
		}
		Unclaimed added = new Unclaimed(event, (older != null) ? older.seenAt() : seenAt, ++arrivals);
		events.put(uid, added);
		byObject.computeIfAbsent(added.about(), about -> new HashMap<>()).put(uid, added);
		if (events.size() > room) {
			forget(events.firstEntry().getValue());
		}
	}

	/**
	 * Hands out the events about some objects, and forgets them.
	 * @param uids of the objects
	 * @return in order of arrival
	 */
	List<Unclaimed> take(Collection<String> uids) {
		List<Unclaimed> taken = uids.stream()
			.map(byObject::get)
			.filter(Objects::nonNull)
			.flatMap(about -> about.values().stream())
			.sorted(Comparator.comparingLong(Unclaimed::arrival))
			.toList();
		taken.forEach(this::forget);
		return taken;
	}

	private void forget(Unclaimed event) {
		events.remove(event.uid());
		byObject.computeIfPresent(event.about(), (about, its) -> {
			its.remove(event.uid());
			return its.isEmpty() ? null : its;
		});
	}

	/**
	 * An event that nobody has claimed.
	 *
	 * @param event the event
	 * @param seenAt when it was first seen
	 * @param arrival its place among all
	 */
	record Unclaimed(Event event, Instant seenAt, long arrival) {

		private String uid() {
			return event.getMetadata().getUid();
		}

		private String about() {
			return event.getInvolvedObject().getUid();
		}

	}

}
