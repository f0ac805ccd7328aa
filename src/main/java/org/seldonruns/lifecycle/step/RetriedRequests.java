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

/** Asks the API server again, with growing pauses, until it answers or the time is up. */
public final class RetriedRequests {

	private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

	private final Waiter waiter;

	public RetriedRequests(Waiter waiter) {
		this.waiter = waiter;
	}

	/**
	 * Asks until there is an answer.
	 * @param <T> what an accepted request brings
	 * @param request asks once
	 * @param deadline after which no further attempt is made
	 * @param cancellation after which no further attempt is made
	 * @return what came of it
	 */
	public <T> Asked<T> ask(Supplier<ApiResponse<T>> request, Deadline deadline, Cancellation cancellation) {
		BackOffExecution pauses = pauses();
		boolean doubtful = false;
		while (true) {
			ApiResponse.Unavailable<T> unavailable;
			switch (request.get()) {
				case ApiResponse.Accepted<T>(T value, var warnings) -> {
					return new Asked.Done<>(value, warnings);
				}
				case ApiResponse.Refused<T>(int code, String reason, String message) -> {
					return new Asked.Refused<>(code, reason, message, doubtful);
				}
				case ApiResponse.Unavailable<T> none -> unavailable = none;
			}
			doubtful = true;
			Duration pause = longer(Duration.ofMillis(pauses.nextBackOff()), unavailable.retryAfter());
			Optional<WaitResult<Boolean>> cut = waiter.pause(pause, deadline, cancellation);
			if (cut.isPresent()) {
				return new Asked.NoAnswer<>(outcome(cut.get(), unavailable));
			}
		}
	}

	private static StepOutcome outcome(WaitResult<Boolean> cut, ApiResponse.Unavailable<?> last) {
		if (cut instanceof WaitResult.Stopped<Boolean>(Diagnosis why)) {
			return new StepOutcome.Cancelled(why);
		}
		return new StepOutcome.Failed(new Diagnosis(Cause.CLUSTER_UNREACHABLE,
				"the API server gave no usable answer in time: " + last.message(), List.of(last.message())));
	}

	private static Duration longer(Duration pause, @Nullable Duration asked) {
		return (asked != null && asked.compareTo(pause) > 0) ? asked : pause;
	}

	private static BackOffExecution pauses() {
		ExponentialBackOff backOff = new ExponentialBackOff(FIRST_PAUSE.toMillis(), 2);
		backOff.setMaxInterval(LONGEST_PAUSE.toMillis());
		// Many runs meet the same outage; their next attempts should not meet each other.
		backOff.setJitter(FIRST_PAUSE.toMillis() / 4);
		return backOff.start();
	}

}
