package org.seldonruns.lifecycle.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Durations;
import org.seldonruns.time.Timekeeper;

import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Sends requests, and retries with exponential backoff until the API server accepts or
 * rejects them, the deadline passes, the run is cancelled, or an admission webhook has
 * been unavailable for too long. An HTTP response such as 429 or 503 is retried too.
 */
public final class RetriedRequests {

	private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

	private final Waiter waiter;

	private final Timekeeper timekeeper;

	private final Duration webhookUnavailable;

	/**
	 * Creates a sender.
	 * @param webhookUnavailable how long an admission webhook may be unavailable before
	 * the retries end; 0 retries until the deadline
	 */
	public RetriedRequests(Waiter waiter, Timekeeper timekeeper, Duration webhookUnavailable) {
		this.waiter = waiter;
		this.timekeeper = timekeeper;
		this.webhookUnavailable = webhookUnavailable;
	}

	/** Creates a sender that retries until the deadline. */
	public RetriedRequests(Waiter waiter, Timekeeper timekeeper) {
		this(waiter, timekeeper, Duration.ZERO);
	}

	/** Sends a request of a background task. */
	public <T> RequestResult<T> send(Supplier<ApiResponse<T>> request, Deadline deadline, Cancellation cancellation) {
		return send(request, deadline, cancellation, detail -> {
		});
	}

	/** Sends a request of a step. */
	<T> RequestResult<T> send(String action, Supplier<ApiResponse<T>> request, Deadline deadline, RunContext context) {
		return send(request, deadline, context.cancellation(), detail -> context.progress(action + ": " + detail));
	}

	/**
	 * Sends a request until the API server accepts or rejects it.
	 * @param <T> the type of the response
	 * @param request sends the request once
	 * @param deadline after which no further attempt is made
	 * @param cancellation after which no further attempt is made
	 * @param progress receives a description after each failed attempt
	 * @return the result
	 */
	<T> RequestResult<T> send(Supplier<ApiResponse<T>> request, Deadline deadline, Cancellation cancellation,
			Consumer<String> progress) {
		BackOffExecution pauses = pauses();
		boolean uncertain = false;
		Deadline webhookDeadline = null;
		for (int attempts = 1;; attempts++) {
			Deadline webhookDeadlineFromNow = timekeeper.deadline(webhookUnavailable);
			ApiResponse.Unavailable<T> unavailable;
			switch (request.get()) {
				case ApiResponse.Accepted<T>(T value, var warnings) -> {
					return new RequestResult.Accepted<>(value, warnings);
				}
				case ApiResponse.Rejected<T>(int code, String reason, String message, var warnings) -> {
					return new RequestResult.Rejected<>(code, reason, message, warnings, uncertain);
				}
				case ApiResponse.Unavailable<T> none -> unavailable = none;
			}
			boolean webhookFails = unavailable.webhook() != null;
			uncertain |= !webhookFails;
			if (!webhookFails || webhookUnavailable.isZero()) {
				webhookDeadline = null;
			}
			else if (webhookDeadline == null) {
				webhookDeadline = webhookDeadlineFromNow;
			}
			Duration pause = longer(Duration.ofMillis(pauses.nextBackOff()), unavailable.retryAfter());
			progress.accept("%s failed, last error: %s; next attempt in %s".formatted(
					(attempts == 1) ? "1 attempt" : attempts + " attempts", unavailable.message(),
					Durations.of(pause)));
			Optional<WaitResult<Boolean>> ended = waiter.pause(pause, earlier(deadline, webhookDeadline), cancellation);
			if (ended.isPresent()) {
				return new RequestResult.Unanswered<>(outcome(ended.get(), unavailable), uncertain);
			}
		}
	}

	private Deadline earlier(Deadline deadline, @Nullable Deadline webhookDeadline) {
		return (webhookDeadline != null
				&& webhookDeadline.remaining(timekeeper).compareTo(deadline.remaining(timekeeper)) < 0)
						? webhookDeadline : deadline;
	}

	private static StepOutcome outcome(WaitResult<Boolean> ended, ApiResponse.Unavailable<?> last) {
		if (ended instanceof WaitResult.Cancelled<Boolean>(Diagnosis why)) {
			return new StepOutcome.Cancelled(why);
		}
		List<String> evidence = List.of(last.message());
		return new StepOutcome.Failed((last.webhook() != null)
				? new Diagnosis(Cause.WEBHOOK_UNAVAILABLE, webhookUnavailable(last.webhook(), last.message()), evidence)
				: new Diagnosis(Cause.CLUSTER_UNREACHABLE, "no attempt succeeded before the timeout: " + last.message(),
						evidence));
	}

	/** Explains that the API server cannot call a webhook. */
	public static String webhookUnavailable(String webhook, String message) {
		return ("the API server works but cannot call the admission webhook %s: %s; check that the pod of the webhook, "
				+ "usually the operator, is running and that its Service has endpoints")
			.formatted(webhook, message);
	}

	private static Duration longer(Duration pause, @Nullable Duration retryAfter) {
		return (retryAfter != null && retryAfter.compareTo(pause) > 0) ? retryAfter : pause;
	}

	private static BackOffExecution pauses() {
		ExponentialBackOff backOff = new ExponentialBackOff(FIRST_PAUSE.toMillis(), 2);
		backOff.setMaxInterval(LONGEST_PAUSE.toMillis());
		// Spreads the retries of the runs that an outage affects.
		backOff.setJitter(FIRST_PAUSE.toMillis() / 4);
		return backOff.start();
	}

}
