package org.seldonruns.cluster;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.seldonruns.run.Observation;
import org.seldonruns.run.RunId;

/**
 * Reports resources of runs in the namespaces that the service may watch: those of this
 * process when they are first observed, those of another process when it is no longer
 * alive.
 */
public interface ResourceRecoverySource {

	/**
	 * Starts to watch until the process ends.
	 * @param found receives each resource of a run of this process when it is first
	 * observed, and each of another process when that process is no longer alive; must be
	 * quick and must not block
	 * @param gone receives the run and the observation when a resource is deleted; must
	 * be quick and must not block
	 */
	void watch(Consumer<RecoverableResource> found, BiConsumer<RunId, Observation> gone);

}
