package org.seldonruns.security;

/**
 * The permission for an action in a namespace.
 *
 * @param namespace the namespace, or {@link #ALL_NAMESPACES}
 */
public record Permission(Action action, String namespace) {

	/** In a SubjectAccessReview, an empty namespace means all namespaces. */
	public static final String ALL_NAMESPACES = "";

}
