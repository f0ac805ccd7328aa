package org.seldonruns.lifecycle.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.time.Deadline;

import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Repeats requests with exponential backoff until the API server responds or the deadline
 * passes.
 */
public final class RetriedRequests {

	private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

	private final Waiter waiter;

	public RetriedRequests(Waiter waiter) {
		this.waiter = waiter;
	}

	/**
	 * Sends a request until there is a response.
	 * @param <T> the type of the response
	 * @param request sends the request once
	 * @param deadline after which no further attempt is made
	 * @param cancellation after which no further attempt is made
	 * @return the result
	 */
	public <T> RequestResult<T> send(Supplier<ApiResponse<T>> request, Deadline deadline, Cancellation cancellation) {
		BackOffExecution pauses = pauses();
		boolean uncertain = false;
		while (true) {
			ApiResponse.Unavailable<T> unavailable;
			switch (request.get()) {
				case ApiResponse.Accepted<T>(T value, var warnings) -> {
					return new RequestResult.Accepted<>(value, warnings);
				}
				case ApiResponse.Refused<T>(int code, String reason, String message) -> {
					return new RequestResult.Rejected<>(code, reason, message, uncertain);
				}
				case ApiResponse.Unavailable<T> none -> unavailable = none;
			}
			uncertain = true;
			Duration pause = longer(Duration.ofMillis(pauses.nextBackOff()), unavailable.retryAfter());
			Optional<WaitResult<Boolean>> cut = waiter.pause(pause, deadline, cancellation);
			if (cut.isPresent()) {
				return new RequestResult.Unanswered<>(outcome(cut.get(), unavailable));
			}
		}
	}

	private static StepOutcome outcome(WaitResult<Boolean> cut, ApiResponse.Unavailable<?> last) {
		if (cut instanceof WaitResult.Cancelled<Boolean>(Diagnosis why)) {
			return new StepOutcome.Cancelled(why);
		}
		return new StepOutcome.Failed(new Diagnosis(Cause.CLUSTER_UNREACHABLE,
				"no attempt succeeded before the timeout: " + last.message(), List.of(last.message())));
	}

	private static Duration longer(Duration pause, @Nullable Duration asked) {
		return (asked != null && asked.compareTo(pause) > 0) ? asked : pause;
	}

	private static BackOffExecution pauses() {
		ExponentialBackOff backOff = new ExponentialBackOff(FIRST_PAUSE.toMillis(), 2);
		backOff.setMaxInterval(LONGEST_PAUSE.toMillis());
		// Spreads the retries of the runs that an outage affects.
		backOff.setJitter(FIRST_PAUSE.toMillis() / 4);
		return backOff.start();
	}

}
