package org.seldonruns.run;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Something seen in the cluster.
 *
 * @param key tells a thing seen again from a new one: an observation with the key of an
 * earlier one takes its place and keeps its number
 * @param kind the kind of the object it is about
 * @param name the name of that object
 * @param type {@code Normal} or {@code Warning}, as Kubernetes types its events
 * @param reason a word for machines
 * @param message a sentence for people; credentials in it are masked
 * @param count how often it happened, from 1
 * @param occurredAt when it happened by the clock of Kubernetes, mostly in whole seconds;
 * of what happened more than once, the last time; none where Kubernetes does not say
 */
public record Observation(String key, String kind, String name, String type, String reason, String message, int count,
		@Nullable Instant occurredAt) {

	/** The type of what is to be expected. */
	public static final String NORMAL = "Normal";

	/** The type of what somebody may want to look at. */
	public static final String WARNING = "Warning";

	// Kubernetes itself bounds an event's message to 1 KiB; a status description it does
	// not.
	private static final int LONGEST_MESSAGE = 1024;

	public Observation {
		// What is cut through may not be known as a credential any more.
		message = Redaction.of(message);
		if (message.length() > LONGEST_MESSAGE) {
			// Half a character could not be written as UTF-8 later.
			int end = Character.isHighSurrogate(message.charAt(LONGEST_MESSAGE - 1)) ? LONGEST_MESSAGE - 1
					: LONGEST_MESSAGE;
			message = message.substring(0, end) + "…";
		}
	}

	/**
	 * Something that Kubernetes gives no time for.
	 * @param key tells a thing seen again from a new one
	 * @param kind the kind of the object it is about
	 * @param name the name of that object
	 * @param type {@code Normal} or {@code Warning}
	 * @param reason a word for machines
	 * @param message a sentence for people; credentials in it are masked
	 * @param count how often it happened, from 1
	 */
	public Observation(String key, String kind, String name, String type, String reason, String message, int count) {
		this(key, kind, name, type, reason, message, count, null);
	}

	/**
	 * About how much memory it takes.
	 * @return bytes
	 */
	int weight() {
		return 160 + 2 * (key.length() + kind.length() + name.length() + reason.length() + message.length());
	}

}
