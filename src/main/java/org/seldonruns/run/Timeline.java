package org.seldonruns.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The observations of a run, in order. When the capacity is reached, it keeps the first
 * half and the latest entries, and a note replaces the dropped ones between them. Not
 * thread-safe; {@link Run} guards it.
 */
final class Timeline {

	private final int capacity;

	private final TreeMap<Long, TimelineEntry> entries = new TreeMap<>();

	/** The numbers of the entries by the keys of their observations. */
	private final Map<String, Long> numbers = new HashMap<>();

	private @Nullable TimelineEntry lastDropped;

	private int dropped;

	/** The highest version of the dropped entries. */
	private long droppedVersion;

	private long lastSeq;

	private long weight;

	/**
	 * Creates an empty timeline.
	 * @param capacity the maximum number of entries without the note, at least 2
	 */
	Timeline(int capacity) {
		this.capacity = capacity;
	}

	/**
	 * Adds an observation, or replaces the one with the same key.
	 * @param version the version of the run after this change
	 * @return whether anything changed
	 */
	boolean add(long version, Instant at, @Nullable StepName step, boolean afterEnd, Observation observation) {
		Long known = numbers.get(observation.key());
		TimelineEntry before = (known != null) ? entries.get(known) : null;
		if (before == null) {
			put(new TimelineEntry(++lastSeq, version, at, step, afterEnd, observation));
			if (entries.size() > capacity) {
				drop(entries.higherKey((long) capacity / 2));
			}
			return true;
		}
		if (before.observation().equals(observation)) {
			return false;
		}
		weight -= before.observation().weight();
		put(new TimelineEntry(before.seq(), version, before.at(), before.step(), before.afterEnd(), observation));
		return true;
	}

	private void put(TimelineEntry entry) {
		entries.put(entry.seq(), entry);
		numbers.put(entry.observation().key(), entry.seq());
		weight += entry.observation().weight();
	}

	private void drop(long seq) {
		TimelineEntry entry = Objects.requireNonNull(entries.remove(seq));
		numbers.remove(entry.observation().key());
		weight -= entry.observation().weight();
		lastDropped = entry;
		droppedVersion = Math.max(droppedVersion, entry.version());
		dropped++;
	}

	/**
	 * Returns the entries that were added or changed after a version, in order.
	 * @param version the version
	 * @return the entries, with the note if one of them was dropped
	 */
	List<TimelineEntry> entriesSince(long version) {
		List<TimelineEntry> found = new ArrayList<>();
		entries.values().stream().filter(entry -> entry.version() > version).forEach(found::add);
		if (lastDropped != null && droppedVersion > version) {
			TimelineEntry note = note(lastDropped);
			long earlier = found.stream().filter(entry -> entry.seq() < note.seq()).count();
			found.add((int) earlier, note);
		}
		return List.copyOf(found);
	}

	private TimelineEntry note(TimelineEntry last) {
		String message = ((dropped == 1) ? "1 entry was" : dropped + " entries were")
				+ " dropped here (seldon-runs.history.timeline-entries)";
		return new TimelineEntry(last.seq(), droppedVersion, last.at(), last.step(), last.afterEnd(),
				new Observation("dropped", "Timeline", "", Observation.WARNING, "EntriesDropped", message, dropped));
	}

	/**
	 * Estimates the memory of the entries.
	 * @return the number of bytes
	 */
	long weight() {
		return weight;
	}

}
