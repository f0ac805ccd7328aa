package org.seldonruns.security;

/**
 * The permission to do something in a namespace.
 *
 * @param action what
 * @param namespace where
 */
public record Permission(Action action, String namespace) {
}
