package org.seldonruns.cluster;

/** The holder of a name with which a create was rejected. */
public sealed interface NameHolder {

	/** The name is not in use, or no longer. */
	record Unused() implements NameHolder {
	}

	/** An object that was not created by a run. */
	record OtherObject() implements NameHolder {
	}

	/**
	 * An object that a run created.
	 *
	 * @param id the id of the run, from the label of the object
	 */
	record OfRun(String id) implements NameHolder {
	}

}
