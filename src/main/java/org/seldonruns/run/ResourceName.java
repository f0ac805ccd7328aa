package org.seldonruns.run;

/**
 * Names the resource that a run rehearses.
 *
 * @param namespace where it lives
 * @param apiVersion the group and version that the upload speaks of
 * @param kind its kind
 * @param name its name
 */
public record ResourceName(String namespace, String apiVersion, String kind, String name) {
}
