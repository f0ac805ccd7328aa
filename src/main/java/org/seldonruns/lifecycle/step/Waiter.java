package org.seldonruns.lifecycle.step;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.seldonruns.run.Diagnosis;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Timekeeper;

/**
 * Waits without polling: for something to come, the deadline to pass, or the run to be
 * stopped, whichever is first. It lets go of all three when it returns.
 */
public final class Waiter {

	private final Timekeeper timekeeper;

	public Waiter(Timekeeper timekeeper) {
		this.timekeeper = timekeeper;
	}

	/**
	 * Waits for a value.
	 * @param <T> what is waited for
	 * @param value completes when it is there; cancelled when this returns
	 * @param deadline when to give up
	 * @param cancellation stops the wait
	 * @return how the wait ended
	 */
	public <T> WaitResult<T> await(CompletableFuture<T> value, Deadline deadline, Cancellation cancellation) {
		CompletableFuture<WaitResult<T>> first = new CompletableFuture<>();
		CompletableFuture<T> unused = value.whenComplete((came, thrown) -> {
			if (thrown != null) {
				first.completeExceptionally(thrown);
				return;
			}
			first.complete(new WaitResult.Came<>(came));
		});
		Timekeeper.Timer timer = timekeeper.after(deadline.remaining(timekeeper),
				() -> first.complete(new WaitResult.TimeUp<>()));
		CompletableFuture<Diagnosis> stop = cancellation.whenRequested();
		CompletableFuture<Void> unusedToo = stop.thenAccept(why -> first.complete(new WaitResult.Stopped<>(why)));
		try {
			return first.join();
		}
		finally {
			timer.cancel();
			stop.cancel(false);
			value.cancel(false);
		}
	}

	/**
	 * Lets some time pass.
	 * @param pause how long
	 * @param deadline when to give up
	 * @param cancellation stops the wait
	 * @return why the pause was cut short; empty where it was not
	 */
	public Optional<WaitResult<Boolean>> pause(Duration pause, Deadline deadline, Cancellation cancellation) {
		CompletableFuture<Boolean> over = new CompletableFuture<>();
		Timekeeper.Timer timer = timekeeper.after(pause, () -> over.complete(true));
		try {
			WaitResult<Boolean> waited = await(over, deadline, cancellation);
			return (waited instanceof WaitResult.Came<Boolean>) ? Optional.empty() : Optional.of(waited);
		}
		finally {
			timer.cancel();
		}
	}

}
