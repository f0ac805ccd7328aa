package org.seldonruns.lifecycle;

import java.util.Optional;

import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.seldon.manifest.UploadedManifests;

/** Starts and cancels runs. Safe for use by many threads. */
public interface RunService {

	/**
	 * Queues a run and adds it to the history. If the same request was made before with
	 * this idempotency key, returns its run.
	 * @param request the request
	 * @param manifests the parsed upload
	 * @return the run, and whether it already existed
	 * @throws IdempotencyKeyReusedException if the run with this key belongs to a
	 * different request
	 * @throws QueueFullException if the queue is full
	 * @throws TooManyRunsException if a limit of the caller, the namespace or the service
	 * is reached
	 * @throws ShuttingDownException if the service is shutting down
	 */
	StartedRun start(RunRequest request, UploadedManifests manifests);

	/**
	 * Sends the manifest to the API server as a dry run; nothing is created or queued.
	 * @param request the request
	 * @param manifests the parsed upload
	 * @return the result
	 * @throws ShuttingDownException if the service is shutting down
	 */
	DryRunResult dryRun(RunRequest request, UploadedManifests manifests);

	/**
	 * Cancels a run and deletes its resource, also that of a finished run whose resource
	 * is kept.
	 * @param id the id of the run
	 * @return empty if the run is not in the history
	 */
	Optional<Run> cancel(RunId id);

}
