package org.seldonruns.run;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * The warnings of a run: each once, in the order in which they were added, and a limited
 * number of them. Not thread-safe; {@link Run} guards it.
 */
final class Warnings {

	static final int MAX_WARNINGS = 100;

	private final SequencedSet<Warning> warnings = new LinkedHashSet<>();

	private int omitted;

	/** Adds a warning; returns whether this changed anything. */
	boolean add(Warning warning) {
		if (warnings.contains(warning)) {
			return false;
		}
		if (warnings.size() == MAX_WARNINGS) {
			omitted++;
			return true;
		}
		return warnings.add(warning);
	}

	/**
	 * Returns the warnings, and a last one with the number of those that were left out.
	 */
	List<Warning> list() {
		List<Warning> all = new ArrayList<>(warnings);
		if (omitted > 0) {
			all.add(Warning.of(Warning.Source.RUN, "More warnings were left out: %d.".formatted(omitted)));
		}
		return List.copyOf(all);
	}

	long weight() {
		return warnings.stream().mapToLong(Warning::weight).sum();
	}

}
