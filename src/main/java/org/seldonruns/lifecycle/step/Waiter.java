package org.seldonruns.lifecycle.step;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.seldonruns.run.Diagnosis;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Timekeeper;

/**
 * Waits without polling for a value, a deadline or a cancellation, whichever comes first.
 * Releases all three when it returns.
 */
public final class Waiter {

	private final Timekeeper timekeeper;

	public Waiter(Timekeeper timekeeper) {
		this.timekeeper = timekeeper;
	}

	/**
	 * Waits for a value.
	 * @param <T> the type of the value
	 * @param value completes with the value; cancelled when this method returns
	 * @param deadline ends the wait
	 * @param cancellation ends the wait
	 * @return the result
	 */
	public <T> WaitResult<T> await(CompletableFuture<T> value, Deadline deadline, Cancellation cancellation) {
		CompletableFuture<WaitResult<T>> first = new CompletableFuture<>();
		CompletableFuture<T> unused = value.whenComplete((completed, thrown) -> {
			if (thrown != null) {
				first.completeExceptionally(thrown);
				return;
			}
			first.complete(new WaitResult.Completed<>(completed));
		});
		Timekeeper.Timer timer = timekeeper.after(deadline.remaining(timekeeper),
				() -> first.complete(new WaitResult.TimedOut<>()));
		CompletableFuture<Diagnosis> cancelled = cancellation.whenRequested();
		CompletableFuture<Void> unusedToo = cancelled
			.thenAccept(why -> first.complete(new WaitResult.Cancelled<>(why)));
		try {
			return first.join();
		}
		finally {
			timer.cancel();
			cancelled.cancel(false);
			value.cancel(false);
		}
	}

	/**
	 * Pauses for a time.
	 * @param pause the length of the pause
	 * @param deadline ends the wait
	 * @param cancellation ends the wait
	 * @return the reason if the pause ended early, else empty
	 */
	public Optional<WaitResult<Boolean>> pause(Duration pause, Deadline deadline, Cancellation cancellation) {
		CompletableFuture<Boolean> over = new CompletableFuture<>();
		Timekeeper.Timer timer = timekeeper.after(pause, () -> over.complete(true));
		try {
			WaitResult<Boolean> waited = await(over, deadline, cancellation);
			return (waited instanceof WaitResult.Completed<Boolean>) ? Optional.empty() : Optional.of(waited);
		}
		finally {
			timer.cancel();
		}
	}

}
