package org.seldonruns.cluster.client;

/**
 * This process among those that may work on the same cluster.
 *
 * @param id a UUID, new with each start
 */
public record InstanceId(String id) {
}
