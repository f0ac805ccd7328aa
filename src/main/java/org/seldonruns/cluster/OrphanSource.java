package org.seldonruns.cluster;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.seldonruns.run.Observation;
import org.seldonruns.run.RunId;

/** What runs have left in the cluster, as far as it may be seen. */
public interface OrphanSource {

	/**
	 * Begins to look, and does so until the process ends.
	 * @param found is told of each resource that a run of this process created, when it
	 * is first seen, and of each that a run of another process created, when that process
	 * shows no sign of life any more; it must be quick and must not block
	 * @param gone is told of the run of each resource that a run created, and that it is
	 * gone, once that is seen; it must be quick and must not block
	 */
	void watch(Consumer<OrphanedResource> found, BiConsumer<RunId, Observation> gone);

}
