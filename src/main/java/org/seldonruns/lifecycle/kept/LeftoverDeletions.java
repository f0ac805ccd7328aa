package org.seldonruns.lifecycle.kept;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.seldonruns.cluster.Cluster;
import org.seldonruns.lifecycle.step.Cancellation;
import org.seldonruns.lifecycle.step.RequestResult;
import org.seldonruns.lifecycle.step.RetriedRequests;
import org.seldonruns.lifecycle.step.Waiter;
import org.seldonruns.run.RunId;
import org.seldonruns.run.request.ResourceName;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Timekeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Deletes the resources that finished runs left behind, retrying without a time limit.
 * Safe for use by many threads.
 */
@Component
public class LeftoverDeletions implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(LeftoverDeletions.class);

	/** No caller waits for a removal, so only a shutdown ends it. */
	private static final Duration UNLIMITED = Duration.ofDays(10_000);

	/** A missing permission is not granted within seconds. */
	private static final Duration RETRY_PAUSE = Duration.ofMinutes(1);

	private final Cluster cluster;

	private final Timekeeper timekeeper;

	private final Waiter waiter;

	private final RetriedRequests requests;

	private final Cancellation shutdown = new Cancellation();

	private final Set<RunId> inProgress = ConcurrentHashMap.newKeySet();

	public LeftoverDeletions(Cluster cluster, Timekeeper timekeeper) {
		this.cluster = cluster;
		this.timekeeper = timekeeper;
		this.waiter = new Waiter(timekeeper);
		this.requests = new RetriedRequests(waiter, timekeeper);
	}

	/**
	 * Deletes the resource of a run, retrying until the API server accepts the deletion
	 * or the resource does not exist.
	 * @param run the run that must have created the resource
	 */
	public void remove(ResourceName name, RunId run) {
		if (!inProgress.add(run)) {
			return;
		}
		try {
			Deadline deadline = timekeeper.deadline(UNLIMITED);
			while (!isRemoved(name, run, deadline)) {
				waiter.pause(RETRY_PAUSE, deadline, shutdown);
			}
		}
		finally {
			inProgress.remove(run);
		}
	}

	private boolean isRemoved(ResourceName name, RunId run, Deadline deadline) {
		try {
			return isGoneOrDeleted(name, run, deadline);
		}
		catch (RuntimeException ex) {
			// Try again, so that no resource is left behind.
			log.error("Failed to delete the resource of run {}; retrying in 1 minute", run, ex);
			return shutdown.reason().isPresent();
		}
	}

	private boolean isGoneOrDeleted(ResourceName name, RunId run, Deadline deadline) {
		return switch (requests.send(() -> cluster.findCreated(name, run), deadline, shutdown)) {
			case RequestResult.Accepted<Optional<SeldonDeployment>>(Optional<SeldonDeployment> found, var warnings) ->
				found.isEmpty() || isDeleted(name, run, found.get().uid(), deadline);
			case RequestResult.Rejected<Optional<SeldonDeployment>> rejected -> stopsAfter(name, run, rejected);
			case RequestResult.Unanswered<Optional<SeldonDeployment>> unanswered -> true;
		};
	}

	private boolean isDeleted(ResourceName name, RunId run, String uid, Deadline deadline) {
		return switch (requests.send(() -> cluster.delete(name, uid), deadline, shutdown)) {
			case RequestResult.Accepted<Cluster.Deleted> deleted -> {
				log.info("Deleted {} {}/{} with uid {} after the end of run {}", name.kind(), name.namespace(),
						name.name(), uid, run);
				yield true;
			}
			case RequestResult.Rejected<Cluster.Deleted> rejected when rejected.code() == 404
					|| rejected.code() == 409 ->
				true;
			case RequestResult.Rejected<Cluster.Deleted> rejected -> stopsAfter(name, run, rejected);
			case RequestResult.Unanswered<Cluster.Deleted> unanswered -> true;
		};
	}

	private boolean stopsAfter(ResourceName name, RunId run, RequestResult.Rejected<?> rejected) {
		log.warn("Cannot delete {} {}/{} of run {}; retrying in 1 minute: {}", name.kind(), name.namespace(),
				name.name(), run, rejected.message());
		return shutdown.reason().isPresent();
	}

	/** Stops all removals; another instance continues them. */
	@Override
	public void close() {
		shutdown.request(Cancellation.SHUTTING_DOWN);
	}

}
