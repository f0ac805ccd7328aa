package org.seldonruns.lifecycle.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.Cluster;
import org.seldonruns.cluster.NameHolder;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.StepName;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.time.Deadline;

/** Creates the resource, once the watches that are to see it are in place. */
public final class CreateStep implements StepExecutor {

	private static final int TAKEN = 409;

	/** Before a name that has become free is tried again. */
	private static final Duration PAUSE = Duration.ofMillis(200);

	private final Cluster cluster;

	private final Waiter waiter;

	private final RetriedRequests attempts;

	public CreateStep(Cluster cluster, Waiter waiter) {
		this.cluster = cluster;
		this.waiter = waiter;
		this.attempts = new RetriedRequests(waiter);
	}

	@Override
	public StepName name() {
		return StepName.CREATE;
	}

	@Override
	public StepOutcome play(RunContext rehearsal, Deadline deadline) {
		return switch (waiter.await(rehearsal.watch().ready(), deadline, rehearsal.cancellation())) {
			case WaitResult.Came<Optional<String>>(Optional<String> trouble) ->
				trouble.map(CreateStep::unwatchable).orElseGet(() -> create(rehearsal, deadline));
			case WaitResult.TimeUp<Optional<String>>() -> unreachable(rehearsal);
			case WaitResult.Stopped<Optional<String>>(Diagnosis why) -> new StepOutcome.Cancelled(why);
		};
	}

	private static StepOutcome unwatchable(String trouble) {
		return StepOutcome.failed(Cause.REFUSED, "the namespace cannot be watched: " + trouble);
	}

	private static StepOutcome unreachable(RunContext rehearsal) {
		String trouble = rehearsal.watch().trouble();
		return new StepOutcome.Failed(new Diagnosis(Cause.CLUSTER_UNREACHABLE,
				"the namespace could not be watched in time" + ((trouble != null) ? ": " + trouble : ""),
				(trouble != null) ? List.of(trouble) : List.of()));
	}

	private StepOutcome create(RunContext rehearsal, Deadline deadline) {
		Optional<StepOutcome> outcome = create(rehearsal, deadline, false);
		while (outcome.isEmpty()) {
			outcome = create(rehearsal, deadline, true);
		}
		return outcome.get();
	}

	/**
	 * Creates it, perhaps after an earlier attempt of which nobody knows what it did;
	 * empty where that is to be tried again.
	 */
	private Optional<StepOutcome> create(RunContext rehearsal, Deadline deadline, boolean again) {
		Asked<SeldonDeployment> asked = attempts.ask(() -> cluster.create(rehearsal.run(), rehearsal.manifest()),
				deadline, rehearsal.cancellation());
		return switch (asked) {
			case Asked.Done<SeldonDeployment>(SeldonDeployment resource, List<String> warnings) ->
				Optional.of(created(rehearsal, resource, warnings));
			case Asked.Refused<SeldonDeployment> refused when again || refused.doubtful() ->
				settle(rehearsal, deadline, refused);
			case Asked.Refused<SeldonDeployment> refused -> Optional.of(refused(refused, holder(rehearsal, refused)));
			case Asked.NoAnswer<SeldonDeployment>(StepOutcome outcome) -> doubtful(rehearsal, outcome);
		};
	}

	// An earlier attempt may be why the name is taken or the quota used up; the mark on
	// the object tells.
	private Optional<StepOutcome> settle(RunContext rehearsal, Deadline deadline,
			Asked.Refused<SeldonDeployment> refused) {
		Asked<Optional<SeldonDeployment>> asked = attempts
			.ask(() -> cluster.findCreated(rehearsal.name(), rehearsal.run().id()), deadline, rehearsal.cancellation());
		return switch (asked) {
			case Asked.Done<Optional<SeldonDeployment>>(Optional<SeldonDeployment> found, var warnings) ->
				found.isPresent() ? Optional.of(created(rehearsal, found.get(), warnings))
						: notCreated(rehearsal, deadline, refused);
			case Asked.Refused<Optional<SeldonDeployment>>(int code, var reason, String message, var doubtful) ->
				doubtful(rehearsal, StepOutcome.failed(Cause.REFUSED,
						"whether the resource was created could not be settled (" + code + "): " + message));
			case Asked.NoAnswer<Optional<SeldonDeployment>>(StepOutcome outcome) -> doubtful(rehearsal, outcome);
		};
	}

	private static Optional<StepOutcome> doubtful(RunContext rehearsal, StepOutcome outcome) {
		rehearsal.doubt();
		return Optional.of(outcome);
	}

	private static StepOutcome created(RunContext rehearsal, SeldonDeployment resource, List<String> warnings) {
		List<String> dropped = rehearsal.manifest().dropped();
		rehearsal.created(resource);
		List<String> detail = new ArrayList<>();
		detail.add("created " + resource.name());
		if (!dropped.isEmpty()) {
			detail.add("left out of the upload: " + String.join(", ", dropped));
		}
		warnings.forEach(warning -> detail.add("the API server warns: " + warning));
		return new StepOutcome.Succeeded(String.join("; ", detail));
	}

	private Optional<StepOutcome> notCreated(RunContext rehearsal, Deadline deadline,
			Asked.Refused<SeldonDeployment> refused) {
		NameHolder holder = holder(rehearsal, refused);
		if (!(holder instanceof NameHolder.Nobody)) {
			return Optional.of(refused(refused, holder));
		}
		// What had the name, perhaps from an earlier attempt, was deleted by somebody
		// else.
		return waiter.pause(PAUSE, deadline, rehearsal.cancellation())
			.map(cut -> (cut instanceof WaitResult.Stopped<Boolean>(Diagnosis why)) ? new StepOutcome.Cancelled(why)
					: refused(refused, holder));
	}

	private NameHolder holder(RunContext rehearsal, Asked.Refused<SeldonDeployment> refused) {
		return (refused.code() == TAKEN && cluster
			.holder(rehearsal.name()) instanceof ApiResponse.Accepted<NameHolder>(var holder, var warnings)) ? holder
					: new NameHolder.Somebody();
	}

	private static StepOutcome refused(Asked.Refused<SeldonDeployment> refused, NameHolder holder) {
		Diagnosis diagnosis = Rejections.diagnose(refused);
		return new StepOutcome.Failed(
				(holder instanceof NameHolder.OfRun(String run)) ? new Diagnosis(diagnosis.cause(),
						diagnosis.explanation() + ": it is of run " + run, diagnosis.evidence()) : diagnosis);
	}

}
