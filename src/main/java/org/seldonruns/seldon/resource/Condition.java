package org.seldonruns.seldon.resource;

import org.jspecify.annotations.Nullable;

/**
 * One of the conditions in an object's status.
 *
 * @param type the type, such as {@code PodScheduled}
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason the machine-readable reason; null if there is none
 * @param message the message; null if there is none
 */
public record Condition(String type, String status, @Nullable String reason, @Nullable String message) {

	/** Returns whether the condition has a type and a status. */
	public boolean is(String wantedType, String wantedStatus) {
		return type.equals(wantedType) && status.equals(wantedStatus);
	}

}
