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
 * What was seen, in order and bounded: the first half of the room keeps the beginning,
 * the other half what came last, and a note stands where something was left out between
 * the two. Not safe for use by several threads; {@link Run} guards it.
 */
final class Timeline {

	private final int room;

	private final TreeMap<Long, TimelineEntry> entries = new TreeMap<>();

	/** The number of each entry that is still there, by its observation's key. */
	private final Map<String, Long> numbers = new HashMap<>();

	private @Nullable TimelineEntry lastLeftOut;

	private int leftOut;

	/** The highest version of what was left out. */
	private long leftOutVersion;

	private long lastSeq;

	private long weight;

	/**
	 * Makes an empty timeline.
	 * @param room the most entries that it keeps, the note not counted; at least 2
	 */
	Timeline(int room) {
		this.room = room;
	}

	/**
	 * Adds what was seen, or puts it in the place of the entry with the same key.
	 * @param version the run's version with it
	 * @return whether anything changed
	 */
	boolean add(long version, Instant at, @Nullable StepName step, boolean afterEnd, Observation observation) {
		Long known = numbers.get(observation.key());
		TimelineEntry before = (known != null) ? entries.get(known) : null;
		if (before == null) {
			put(new TimelineEntry(++lastSeq, version, at, step, afterEnd, observation));
			if (entries.size() > room) {
				leaveOut(entries.higherKey((long) room / 2));
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

	private void leaveOut(long seq) {
		TimelineEntry entry = Objects.requireNonNull(entries.remove(seq));
		numbers.remove(entry.observation().key());
		weight -= entry.observation().weight();
		lastLeftOut = entry;
		leftOutVersion = Math.max(leftOutVersion, entry.version());
		leftOut++;
	}

	/**
	 * What is new, in order.
	 * @param version only entries that were added or changed after it; the note stands
	 * only where one of them was left out
	 * @return entries
	 */
	List<TimelineEntry> entriesSince(long version) {
		List<TimelineEntry> found = new ArrayList<>();
		entries.values().stream().filter(entry -> entry.version() > version).forEach(found::add);
		if (lastLeftOut != null && leftOutVersion > version) {
			TimelineEntry note = note(lastLeftOut);
			long earlier = found.stream().filter(entry -> entry.seq() < note.seq()).count();
			found.add((int) earlier, note);
		}
		return List.copyOf(found);
	}

	private TimelineEntry note(TimelineEntry last) {
		String message = ((leftOut == 1) ? "1 entry was" : leftOut + " entries were") + " left out here";
		return new TimelineEntry(last.seq(), leftOutVersion, last.at(), last.step(), last.afterEnd(),
				new Observation("left-out", "Timeline", "", Observation.WARNING, "EntriesLeftOut", message, leftOut));
	}

	/**
	 * About how much memory the entries take.
	 * @return bytes
	 */
	long weight() {
		return weight;
	}

}
