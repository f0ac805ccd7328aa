package org.seldonruns.lifecycle.kept;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.seldonruns.cluster.Cluster;
import org.seldonruns.cluster.ResourceWatch;
import org.seldonruns.lifecycle.step.Cancellation;
import org.seldonruns.lifecycle.step.RequestResult;
import org.seldonruns.lifecycle.step.RetriedRequests;
import org.seldonruns.lifecycle.step.RunContext;
import org.seldonruns.lifecycle.step.StepOutcome;
import org.seldonruns.lifecycle.step.WaitResult;
import org.seldonruns.lifecycle.step.Waiter;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.Observation;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.seldon.resource.ObservedState;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Timekeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Keeps the resources of failed runs. Each is deleted when its time is up or when it is
 * requested. When the service stops, the resources stay; their annotations let another
 * instance take over. Safe for use by many threads.
 */
@Component
public class KeptRuns implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(KeptRuns.class);

	private static final Diagnosis REMOVED = Diagnosis.of(Cause.CANCELLED, "removed on request");

	private final Cluster cluster;

	private final LeftoverDeletions removals;

	private final KeptLimits limits;

	private final Timekeeper timekeeper;

	private final Waiter waiter;

	private final RetriedRequests requests;

	private final Map<RunId, Kept> kept = new ConcurrentHashMap<>();

	public KeptRuns(Cluster cluster, LeftoverDeletions removals, KeptLimits limits, Timekeeper timekeeper) {
		this.cluster = cluster;
		this.removals = removals;
		this.limits = limits;
		this.timekeeper = timekeeper;
		this.waiter = new Waiter(timekeeper);
		this.requests = new RetriedRequests(waiter, timekeeper);
	}

	/**
	 * Keeps the resource of a failed run, if its annotations can be written.
	 * @param context a run whose only unfinished step is DELETE
	 * @param time how long to keep it
	 * @return false if the caller has to delete the resource
	 */
	public boolean keep(RunContext context, Duration time) {
		Run run = context.run();
		if (!isAdmitted(run)) {
			return false;
		}
		Instant until = timekeeper.now().plus(time).truncatedTo(ChronoUnit.MILLIS);
		RequestResult<SeldonDeployment> result = requests.send(() -> cluster.keep(run.summary(), until),
				timekeeper.deadline(context.parameters().deleteTimeout()), context.cancellation());
		if (!(result instanceof RequestResult.Accepted<SeldonDeployment>)) {
			log.info("The resource of run {} is deleted instead of kept, because its annotation was not written: {}",
					run.id(), reason(result));
			limits.release(run.id());
			return false;
		}
		keepUntil(run, context.created(), until);
		// A caller may have cancelled the run while the annotation was written.
		if (context.cancellation().reason().filter(why -> why.cause() == Cause.CANCELLED).isPresent()) {
			remove(run.id());
		}
		return true;
	}

	private static String reason(RequestResult<SeldonDeployment> result) {
		if (result instanceof RequestResult.Rejected<SeldonDeployment> rejection) {
			return rejection.message();
		}
		return (result instanceof RequestResult.Unanswered<SeldonDeployment>(StepOutcome.Failed(Diagnosis why), var uncertain))
				? why.explanation() : "the run was cancelled";
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
	 * @param until when the resource is removed, by the wall clock
	 * @return false if a limit is reached, so that the caller has to delete the resource
	 */
	public boolean keep(Run run, SeldonDeployment resource, Instant until) {
		boolean admitted = isAdmitted(run);
		if (admitted) {
			keepUntil(run, resource, until);
		}
		return admitted;
	}

	private void keepUntil(Run run, SeldonDeployment resource, Instant until) {
		// Before the run ends: without a watch, the Lease would no longer show that this
		// process owns the resource.
		ResourceWatch watch = cluster.watch(run);
		watch.bind(resource);
		Cancellation removal = new Cancellation();
		kept.put(run.id(), new Kept(run, removal));
		Duration left = Duration.between(timekeeper.now(), until);
		Deadline deadline = timekeeper.deadline(left.isNegative() ? Duration.ZERO : left);
		run.keep(until);
		Thread.ofVirtual().name("kept-" + run.id()).start(() -> awaitRemoval(run, watch, deadline, removal));
	}

	private void awaitRemoval(Run run, ResourceWatch watch, Deadline deadline, Cancellation removal) {
		try (watch) {
			WaitResult<Boolean> waited = waiter.await(
					watch.await(state -> (state instanceof ObservedState.Gone) ? Optional.of(true) : Optional.empty()),
					deadline, removal);
			if (waited instanceof WaitResult.Cancelled<Boolean>(Diagnosis why) && why.cause() == Cause.INTERRUPTED) {
				return;
			}
			if (!(waited instanceof WaitResult.Completed<Boolean>)) {
				removals.remove(run.request().resource(), run.id());
			}
			run.release();
		}
		finally {
			kept.remove(run.id());
			limits.release(run.id());
		}
	}

	/** Deletes the kept resource of a run; without effect if there is none. */
	public void remove(RunId id) {
		Kept entry = kept.get(id);
		if (entry != null) {
			entry.run().release();
			entry.removal().request(REMOVED);
		}
	}

	/** Stops watching the resources without deleting them. */
	@Override
	public void close() {
		kept.values().forEach(entry -> entry.removal().request(Cancellation.SHUTTING_DOWN));
	}

	private record Kept(Run run, Cancellation removal) {
	}

}
