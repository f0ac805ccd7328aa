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
 * Stores the latest Events that do not belong to a run yet: they arrived before their
 * object, or before the objects that connect it to a run. Not safe for use by several
 * threads; {@link NamespaceWatch} guards it.
 */
final class UnclaimedEvents {

	private final int capacity;

	private final LinkedHashMap<String, Unclaimed> events = new LinkedHashMap<>();

	/** By the uid of the object that they are about, and then by their own uid. */
	private final Map<String, Map<String, Unclaimed>> byObject = new HashMap<>();

	private long arrivals;

	/**
	 * Creates an empty store.
	 * @param capacity the maximum number of Events
	 */
	UnclaimedEvents(int capacity) {
		this.capacity = capacity;
	}

	/**
	 * Stores an Event in place of an older version of it.
	 * @param event an Event about an object with a uid
	 * @param seenAt the time of the observation
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
		if (events.size() > capacity) {
			forget(events.firstEntry().getValue());
		}
	}

	/**
	 * Removes the Events about some objects.
	 * @param uids the objects
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
	 * An Event that does not belong to a run yet.
	 *
	 * @param event the Event
	 * @param seenAt the time of the first observation
	 * @param arrival its position among all Events
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
