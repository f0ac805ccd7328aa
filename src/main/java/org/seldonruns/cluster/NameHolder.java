package org.seldonruns.cluster;

/** Who has a name that a create was refused for. */
public sealed interface NameHolder {

	/** Nobody (any more). */
	record Nobody() implements NameHolder {
	}

	/** An object that no run has created. */
	record Somebody() implements NameHolder {
	}

	/**
	 * What a run has created.
	 *
	 * @param id the run, by the mark on the object
	 */
	record OfRun(String id) implements NameHolder {
	}

}
