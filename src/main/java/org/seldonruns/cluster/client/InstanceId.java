package org.seldonruns.cluster.client;

/**
 * Identifies this process among those that use the same cluster.
 *
 * @param id a UUID, new with each start
 */
public record InstanceId(String id) {
}
