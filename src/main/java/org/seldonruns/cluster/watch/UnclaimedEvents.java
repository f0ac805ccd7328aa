package org.seldonruns.cluster.watch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.fabric8.kubernetes.api.model.Event;
import org.seldonruns.run.BoundedMap;

/**
 * Stores the latest Events that do not belong to a run yet: they arrived before their
 * object, or before the objects that connect it to a run. Not safe for use by several
 * threads; {@link NamespaceWatch} guards it.
 */
final class UnclaimedEvents {

	/** By the uid of the Event, in order of arrival. */
	private final Map<String, Unclaimed> events;

	UnclaimedEvents(int capacity) {
		this.events = new BoundedMap<>(capacity);
	}

	/** Stores an Event about an object with a uid in place of an older version of it. */
	void put(Event event, Instant seenAt) {
		String uid = event.getMetadata().getUid();
		Unclaimed older = events.remove(uid);
		events.put(uid, new Unclaimed(event, (older != null) ? older.seenAt() : seenAt));
	}

	/** Removes and returns the Events about some objects, in order of arrival. */
	List<Unclaimed> take(Set<String> uids) {
		List<Unclaimed> taken = new ArrayList<>();
		events.values().removeIf(each -> {
			boolean wanted = uids.contains(each.event().getInvolvedObject().getUid());
			return wanted && taken.add(each);
		});
		return taken;
	}

	/**
	 * An Event that does not belong to a run yet.
	 *
	 * @param seenAt the time of the first observation
	 */
	record Unclaimed(Event event, Instant seenAt) {
	}

}
