package org.seldonruns.run;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An observed fact about the cluster.
 *
 * @param key identifies the fact: an observation replaces an earlier one with the same
 * key and keeps its number
 * @param kind the kind of the object it is about
 * @param name the name of that object
 * @param type {@code Normal} or {@code Warning}, as Kubernetes types its events
 * @param reason a machine-readable reason in CamelCase
 * @param message a message; credentials in it are masked
 * @param count the number of occurrences, from 1
 * @param occurredAt the time of the last occurrence by the clock of Kubernetes, mostly in
 * whole seconds; null if unknown
 */
public record Observation(String key, String kind, String name, String type, String reason, String message, int count,
		@Nullable Instant occurredAt) {

	/** The type of expected facts. */
	public static final String NORMAL = "Normal";

	/** The type of facts that may indicate a problem. */
	public static final String WARNING = "Warning";

	// Kubernetes limits the message of an event to 1 KiB, but not a status description.
	private static final int LONGEST_MESSAGE = 1024;

	public Observation {
		// Before truncation: half a credential is not recognised.
		message = Redaction.of(message);
		if (message.length() > LONGEST_MESSAGE) {
			// Half a character could not be written as UTF-8 later.
			int end = Character.isHighSurrogate(message.charAt(LONGEST_MESSAGE - 1)) ? LONGEST_MESSAGE - 1
					: LONGEST_MESSAGE;
			message = message.substring(0, end) + "…";
		}
	}

	/**
	 * Creates an observation without a time of occurrence.
	 * @param key identifies the fact
	 * @param kind the kind of the object it is about
	 * @param name the name of that object
	 * @param type {@code Normal} or {@code Warning}
	 * @param reason a machine-readable reason in CamelCase
	 * @param message a message; credentials in it are masked
	 * @param count the number of occurrences, from 1
	 */
	public Observation(String key, String kind, String name, String type, String reason, String message, int count) {
		this(key, kind, name, type, reason, message, count, null);
	}

	/**
	 * Estimates the memory it takes.
	 * @return bytes
	 */
	int weight() {
		return 160 + 2 * (key.length() + kind.length() + name.length() + reason.length() + message.length());
	}

}
