package org.seldonruns.security;

/**
 * The permission to do something in a namespace.
 *
 * @param action what
 * @param namespace where; {@link #ALL_NAMESPACES} means in each
 */
public record Permission(Action action, String namespace) {

	/** In a SubjectAccessReview, an empty namespace means all namespaces. */
	public static final String ALL_NAMESPACES = "";

}
