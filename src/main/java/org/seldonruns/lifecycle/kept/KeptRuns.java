package org.seldonruns.lifecycle.kept;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.seldonruns.cluster.Cluster;
import org.seldonruns.cluster.ResourceWatch;
import org.seldonruns.lifecycle.step.Asked;
import org.seldonruns.lifecycle.step.Cancellation;
import org.seldonruns.lifecycle.step.RetriedRequests;
import org.seldonruns.lifecycle.step.RunContext;
import org.seldonruns.lifecycle.step.WaitResult;
import org.seldonruns.lifecycle.step.Waiter;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.Observation;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.seldon.resource.ResourceState;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Timekeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Looks after the resources of failed runs that are kept for a while: each is removed
 * when its time is up, or at once where somebody wishes. When the service stops, they
 * stay; what is written at them lets the next instance look after them. Safe for use by
 * many threads.
 */
@Component
public class KeptRuns implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(KeptRuns.class);

	private static final Diagnosis REMOVED = Diagnosis.of(Cause.CANCELLED, "removed on request");

	private final Cluster cluster;

	private final ResourceRemovals removals;

	private final KeptLimits limits;

	private final Timekeeper timekeeper;

	private final Waiter waiter;

	private final RetriedRequests attempts;

	private final Map<RunId, Kept> kept = new ConcurrentHashMap<>();

	public KeptRuns(Cluster cluster, ResourceRemovals removals, KeptLimits limits, Timekeeper timekeeper) {
		this.cluster = cluster;
		this.removals = removals;
		this.limits = limits;
		this.timekeeper = timekeeper;
		this.waiter = new Waiter(timekeeper);
		this.attempts = new RetriedRequests(waiter);
	}

	/**
	 * Keeps the resource of a run that failed, if that can be written at it.
	 * @param rehearsal the run, of which only DELETE is left
	 * @param time how long
	 * @return whether it is kept; where it is not, it is to be deleted
	 */
	public boolean keep(RunContext rehearsal, Duration time) {
		Run run = rehearsal.run();
		if (!isAdmitted(run)) {
			return false;
		}
		Instant until = timekeeper.now().plus(time).truncatedTo(ChronoUnit.MILLIS);
		Asked<SeldonDeployment> asked = attempts.ask(() -> cluster.keep(run.summary(), until),
				timekeeper.deadline(rehearsal.parameters().deleteTimeout()), rehearsal.cancellation());
		if (!(asked instanceof Asked.Done<SeldonDeployment>)) {
			log.info("The resource of run {} cannot be kept and is deleted: {}", run.id(), asked);
			limits.release(run.id());
			return false;
		}
		lookAfter(run, rehearsal.created(), until);
		// The wish to stop the run may have come while that was written.
		if (rehearsal.cancellation().reason().filter(why -> why.cause() == Cause.CANCELLED).isPresent()) {
			remove(run.id());
		}
		return true;
	}

	private boolean isAdmitted(Run run) {
		Optional<String> reached = limits.admit(run);
		reached.ifPresent(limit -> {
			log.info("The resource of run {} is deleted instead of kept: {}", run.id(), limit);
			run.observe(new Observation("not-kept", run.request().resource().kind(), run.request().resource().name(),
					Observation.WARNING, "NotKept", "The resource is deleted instead of kept: " + limit + ".", 1));
		});
		return reached.isEmpty();
	}

	/**
	 * Keeps a resource whose annotation says that it is kept.
	 * @param run the run; all its steps but DELETE are finished
	 * @param resource the resource that it created
	 * @param until when the resource is removed, by the wall clock
	 * @return false if a limit is reached, so that the caller has to delete the resource
	 */
	public boolean keep(Run run, SeldonDeployment resource, Instant until) {
		boolean admitted = isAdmitted(run);
		if (admitted) {
			lookAfter(run, resource, until);
		}
		return admitted;
	}

	private void lookAfter(Run run, SeldonDeployment resource, Instant until) {
		// Joined before the run is over and leaves: in between nothing would show that
		// somebody looks after it.
		ResourceWatch watch = cluster.watch(run);
		watch.bind(resource);
		Cancellation wish = new Cancellation();
		kept.put(run.id(), new Kept(run, wish));
		Duration left = Duration.between(timekeeper.now(), until);
		Deadline deadline = timekeeper.deadline(left.isNegative() ? Duration.ZERO : left);
		run.keep(until);
		Thread.ofVirtual().name("kept-" + run.id()).start(() -> lookAfter(run, watch, deadline, wish));
	}

	private void lookAfter(Run run, ResourceWatch watch, Deadline deadline, Cancellation wish) {
		try (watch) {
			WaitResult<Boolean> waited = waiter.await(watch.await(KeptRuns::gone), deadline, wish);
			if (waited instanceof WaitResult.Stopped<Boolean>(Diagnosis why) && why.cause() == Cause.INTERRUPTED) {
				return;
			}
			if (!(waited instanceof WaitResult.Came<Boolean>)) {
				removals.remove(run.request().resource(), run.id());
			}
			run.release();
		}
		finally {
			kept.remove(run.id());
			limits.release(run.id());
		}
	}

	private static Optional<Boolean> gone(ResourceState state) {
		return (state instanceof ResourceState.Gone) ? Optional.of(true) : Optional.empty();
	}

	/**
	 * Removes what a run has kept now; without effect where it keeps nothing.
	 * @param id names the run
	 */
	public void remove(RunId id) {
		Kept entry = kept.get(id);
		if (entry != null) {
			entry.run().release();
			entry.wish().request(REMOVED);
		}
	}

	/** Lets go of all of them. */
	@Override
	public void close() {
		kept.values().forEach(entry -> entry.wish().request(Cancellation.SHUTTING_DOWN));
	}

	/**
	 * A run whose resource is kept.
	 *
	 * @param run the run
	 * @param wish the wish to end that
	 */
	private record Kept(Run run, Cancellation wish) {
	}

}
