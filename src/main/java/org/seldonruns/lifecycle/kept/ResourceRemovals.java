package org.seldonruns.lifecycle.kept;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.seldonruns.cluster.Cluster;
import org.seldonruns.lifecycle.step.Asked;
import org.seldonruns.lifecycle.step.Cancellation;
import org.seldonruns.lifecycle.step.RetriedRequests;
import org.seldonruns.lifecycle.step.Waiter;
import org.seldonruns.run.ResourceName;
import org.seldonruns.run.RunId;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Timekeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Removes what runs that are over have left, however long the cluster is out of reach.
 * Safe for use by many threads.
 */
@Component
public class ResourceRemovals implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(ResourceRemovals.class);

	/** Nobody waits for these, so that nothing but the end of the process ends them. */
	private static final Duration EVER = Duration.ofDays(10_000);

	/** A permission does not come back within a moment. */
	private static final Duration AFTER_A_REFUSAL = Duration.ofMinutes(1);

	private final Cluster cluster;

	private final Timekeeper timekeeper;

	private final Waiter waiter;

	private final RetriedRequests attempts;

	private final Cancellation end = new Cancellation();

	private final Set<RunId> current = ConcurrentHashMap.newKeySet();

	public ResourceRemovals(Cluster cluster, Timekeeper timekeeper) {
		this.cluster = cluster;
		this.timekeeper = timekeeper;
		this.waiter = new Waiter(timekeeper);
		this.attempts = new RetriedRequests(waiter);
	}

	/**
	 * Asks for the deletion of what a run has left, until the API server has taken that,
	 * or says that there is nothing left of this run.
	 * @param name what the run created
	 * @param run whose mark the object must carry
	 */
	public void remove(ResourceName name, RunId run) {
		if (!current.add(run)) {
			return;
		}
		try {
			Deadline deadline = timekeeper.deadline(EVER);
			while (!isRemoved(name, run, deadline)) {
				waiter.pause(AFTER_A_REFUSAL, deadline, end);
			}
		}
		finally {
			current.remove(run);
		}
	}

	private boolean isRemoved(ResourceName name, RunId run, Deadline deadline) {
		try {
			return isGoneOrDeleted(name, run, deadline);
		}
		catch (RuntimeException ex) {
			// The next round follows: nothing is to be left behind.
			log.error("An attempt to remove what run {} has left failed", run, ex);
			return end.reason().isPresent();
		}
	}

	private boolean isGoneOrDeleted(ResourceName name, RunId run, Deadline deadline) {
		return switch (attempts.ask(() -> cluster.findCreated(name, run), deadline, end)) {
			case Asked.Done<Optional<SeldonDeployment>>(Optional<SeldonDeployment> found, var warnings) ->
				found.isEmpty() || isDeleted(name, run, found.get().uid(), deadline);
			case Asked.Refused<Optional<SeldonDeployment>> refused -> isOverAfter(name, run, refused);
			case Asked.NoAnswer<Optional<SeldonDeployment>> ended -> true;
		};
	}

	private boolean isDeleted(ResourceName name, RunId run, String uid, Deadline deadline) {
		return switch (attempts.ask(() -> cluster.delete(name, uid), deadline, end)) {
			case Asked.Done<Cluster.Deleted> deleted -> {
				log.info("{} {}/{} with uid {} is removed, which run {} had left", name.kind(), name.namespace(),
						name.name(), uid, run);
				yield true;
			}
			case Asked.Refused<Cluster.Deleted> refused when refused.code() == 404 || refused.code() == 409 -> true;
			case Asked.Refused<Cluster.Deleted> refused -> isOverAfter(name, run, refused);
			case Asked.NoAnswer<Cluster.Deleted> ended -> true;
		};
	}

	private boolean isOverAfter(ResourceName name, RunId run, Asked.Refused<?> refused) {
		log.warn("{} {}/{}, which run {} has left, cannot be removed: {}", name.kind(), name.namespace(), name.name(),
				run, refused.message());
		return end.reason().isPresent();
	}

	/** Lets go; whatever is left is removed by another instance. */
	@Override
	public void close() {
		end.request(Cancellation.SHUTTING_DOWN);
	}

}
