package org.seldonruns.run.request;

/**
 * Identifies the resource of a run.
 *
 * @param namespace its namespace
 * @param apiVersion the API group and version in the upload
 * @param kind its kind
 * @param name its name
 */
public record ResourceName(String namespace, String apiVersion, String kind, String name) {
}
