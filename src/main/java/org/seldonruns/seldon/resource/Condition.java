package org.seldonruns.seldon.resource;

import org.jspecify.annotations.Nullable;

/**
 * One of the conditions in an object's status.
 *
 * @param type what it is about, such as {@code PodScheduled}
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason the word for machines, where there is one
 * @param message the sentence for people, where there is one
 */
public record Condition(String type, String status, @Nullable String reason, @Nullable String message) {

	/**
	 * Whether this is the condition of a type, and says so.
	 * @param wantedType the type
	 * @param wantedStatus the status
	 * @return whether both are as wanted
	 */
	public boolean is(String wantedType, String wantedStatus) {
		return type.equals(wantedType) && status.equals(wantedStatus);
	}

}
