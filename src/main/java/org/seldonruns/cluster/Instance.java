package org.seldonruns.cluster;

/**
 * This process among those that may work on the same cluster.
 *
 * @param id a UUID, new with each start
 */
record Instance(String id) {
}
