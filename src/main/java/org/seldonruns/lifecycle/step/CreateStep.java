package org.seldonruns.lifecycle.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.Cluster;
import org.seldonruns.cluster.NameHolder;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.StepName;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.time.Deadline;

/** Creates the resource after its watches have started. */
public final class CreateStep implements StepExecutor {

	private static final int CONFLICT = 409;

	/** The pause before another attempt with a name that has become free. */
	private static final Duration RETRY_PAUSE = Duration.ofMillis(200);

	private final Cluster cluster;

	private final Waiter waiter;

	private final RetriedRequests requests;

	public CreateStep(Cluster cluster, Waiter waiter, RetriedRequests requests) {
		this.cluster = cluster;
		this.waiter = waiter;
		this.requests = requests;
	}

	@Override
	public StepName name() {
		return StepName.CREATE;
	}

	@Override
	public StepOutcome execute(RunContext context, Deadline deadline) {
		CompletableFuture<Optional<String>> ready = context.watch().ready();
		if (!ready.isDone()) {
			context.progress("waiting for the watches of the namespace");
		}
		return switch (waiter.await(ready, deadline, context.cancellation())) {
			case WaitResult.Completed<Optional<String>>(Optional<String> startError) ->
				startError.map(CreateStep::watchRejected).orElseGet(() -> create(context, deadline));
			case WaitResult.TimedOut<Optional<String>>() -> watchTimedOut(context);
			case WaitResult.Cancelled<Optional<String>>(Diagnosis why) -> new StepOutcome.Cancelled(why);
		};
	}

	private static StepOutcome watchRejected(String startError) {
		return StepOutcome.failed(Cause.REFUSED, startError);
	}

	private static StepOutcome watchTimedOut(RunContext context) {
		String currentError = context.watch().currentError();
		return new StepOutcome.Failed(new Diagnosis(Cause.CLUSTER_UNREACHABLE,
				"the watches of the namespace did not start within the timeout"
						+ ((currentError != null) ? ": " + currentError : ""),
				(currentError != null) ? List.of(currentError) : List.of()));
	}

	private StepOutcome create(RunContext context, Deadline deadline) {
		Optional<StepOutcome> outcome = create(context, deadline, false);
		while (outcome.isEmpty()) {
			outcome = create(context, deadline, true);
		}
		return outcome.get();
	}

	/**
	 * Sends the create once.
	 * @param retry whether the result of an earlier create is unknown
	 * @return empty if the create has to be sent again
	 */
	private Optional<StepOutcome> create(RunContext context, Deadline deadline, boolean retry) {
		RequestResult<SeldonDeployment> result = requests.send("create",
				() -> cluster.create(context.run(), context.manifest()), deadline, context);
		return switch (result) {
			case RequestResult.Accepted<SeldonDeployment>(SeldonDeployment resource, List<String> warnings) ->
				Optional.of(created(context, resource, warnings));
			case RequestResult.Rejected<SeldonDeployment> rejection when retry || rejection.uncertain() ->
				resolveUncertainCreate(context, deadline, rejection);
			case RequestResult.Rejected<SeldonDeployment> rejection ->
				Optional.of(rejected(context, rejection, holder(context, rejection)));
			case RequestResult.Unanswered<SeldonDeployment>(StepOutcome outcome, boolean uncertain) ->
				(retry || uncertain) ? uncertain(context, outcome) : Optional.of(outcome);
		};
	}

	// An earlier attempt of this run may have taken the name or used up the quota; the
	// label of the object shows whether it did.
	private Optional<StepOutcome> resolveUncertainCreate(RunContext context, Deadline deadline,
			RequestResult.Rejected<SeldonDeployment> rejection) {
		RequestResult<Optional<SeldonDeployment>> result = requests.send("find the created resource",
				() -> cluster.findCreated(context.name(), context.run().id()), deadline, context);
		return switch (result) {
			case RequestResult.Accepted<Optional<SeldonDeployment>>(Optional<SeldonDeployment> found, var warnings) ->
				found.isPresent() ? Optional.of(created(context, found.get(), warnings))
						: retryIfNameIsFree(context, deadline, rejection);
			case RequestResult.Rejected<Optional<SeldonDeployment>>(int code, var reason, String message, var warnings, var uncertain) ->
				uncertain(context,
						StepOutcome.failed(Cause.REFUSED,
								"it is unknown whether the resource was created: the API server responded with " + code
										+ ": " + message));
			case RequestResult.Unanswered<Optional<SeldonDeployment>>(StepOutcome outcome, var uncertain) ->
				uncertain(context, outcome);
		};
	}

	private static Optional<StepOutcome> uncertain(RunContext context, StepOutcome outcome) {
		context.markUncertain();
		return Optional.of(outcome);
	}

	private static StepOutcome created(RunContext context, SeldonDeployment resource, List<String> warnings) {
		context.warn(warnings);
		context.created(resource);
		return new StepOutcome.Succeeded("created " + resource.name());
	}

	private Optional<StepOutcome> retryIfNameIsFree(RunContext context, Deadline deadline,
			RequestResult.Rejected<SeldonDeployment> rejection) {
		NameHolder holder = holder(context, rejection);
		if (!(holder instanceof NameHolder.Unused)) {
			return Optional.of(rejected(context, rejection, holder));
		}
		// The object that had the name has been deleted in the meantime.
		return waiter.pause(RETRY_PAUSE, deadline, context.cancellation())
			.map(cut -> (cut instanceof WaitResult.Cancelled<Boolean>(Diagnosis why)) ? new StepOutcome.Cancelled(why)
					: rejected(context, rejection, holder));
	}

	private NameHolder holder(RunContext context, RequestResult.Rejected<SeldonDeployment> rejection) {
		return (rejection.code() == CONFLICT
				&& cluster.holder(context.name()) instanceof ApiResponse.Accepted<NameHolder>(var holder, var warnings))
						? holder : new NameHolder.OtherObject();
	}

	private static StepOutcome rejected(RunContext context, RequestResult.Rejected<SeldonDeployment> rejection,
			NameHolder holder) {
		context.warn(rejection.warnings());
		Diagnosis diagnosis = Rejections.diagnose(rejection);
		return new StepOutcome.Failed(
				(holder instanceof NameHolder.OfRun(String run)) ? new Diagnosis(diagnosis.cause(),
						diagnosis.explanation() + ": it belongs to run " + run, diagnosis.evidence()) : diagnosis);
	}

}
