package org.seldonruns.seldon.resource;

/**
 * A Kubernetes Event about the resource or something that it owns.
 *
 * @param kind the kind of the object that it is about
 * @param name the name of that object
 * @param type {@code Normal} or {@code Warning}
 * @param reason the word for machines, such as {@code FailedScheduling}
 * @param message the sentence for people
 * @param count how often it happened, from 1
 */
public record SeenEvent(String kind, String name, String type, String reason, String message, int count) {

	/**
	 * Whether it is one that somebody may want to look at.
	 * @return whether its type is {@code Warning}
	 */
	public boolean isWarning() {
		return "Warning".equals(type);
	}

}
