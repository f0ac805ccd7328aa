package org.seldonruns.lifecycle;

import java.util.Optional;

import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.RunRequest;
import org.seldonruns.seldon.manifest.Manifest;

/** Starts and stops runs. Safe for use by many threads. */
public interface RunService {

	/**
	 * Queues a run and puts it into the history; of a request that was made before with
	 * the same idempotency key, finds the run.
	 * @param request what is asked for
	 * @param manifest the upload, parsed
	 * @return the run, and whether it was there before
	 * @throws IdempotencyKeyReusedException where the run in the history with this key is
	 * one of another request
	 * @throws QueueFullException where as many wait as may
	 * @throws TooManyRunsException where as many of this caller, or in this namespace,
	 * are live as may
	 * @throws ShuttingDownException where the service takes no new run
	 */
	StartedRun start(RunRequest request, Manifest manifest);

	/**
	 * Lets the API server judge what a run would create; nothing is created or queued.
	 * @param request what is asked for
	 * @param manifest the upload, parsed
	 * @return its judgement
	 * @throws ShuttingDownException where the service takes no new run
	 */
	DryRunResult dryRun(RunRequest request, Manifest manifest);

	/**
	 * Stops a run; what it made is removed. Without effect on a run that is over.
	 * @param id names it
	 * @return the run, where it is in the history
	 */
	Optional<Run> cancel(RunId id);

}
