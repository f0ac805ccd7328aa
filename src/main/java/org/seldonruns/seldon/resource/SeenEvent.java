package org.seldonruns.seldon.resource;

/**
 * A Kubernetes Event about the resource or something that it owns.
 *
 * @param type {@code Normal} or {@code Warning}
 * @param reason the machine-readable reason, such as {@code FailedScheduling}
 * @param count the number of occurrences, from 1
 */
public record SeenEvent(String kind, String name, String type, String reason, String message, int count) {

	/** Returns whether the type is {@code Warning}. */
	public boolean isWarning() {
		return "Warning".equals(type);
	}

}
