package org.seldonruns.web.waiting;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

import org.seldonruns.run.Subscription;
import org.seldonruns.time.Timekeeper;

/**
 * A client that waits for changes on the virtual thread of its request. A wake-up carries
 * no data; the thread reads the changes itself.
 */
public final class WaitingClient implements AutoCloseable {

	private final Timekeeper timekeeper;

	private final Subscription subscription;

	private final Consumer<WaitingClient> onClose;

	private final Semaphore wakes = new Semaphore(0);

	private volatile boolean dismissed;

	/** Creates a client and subscribes it. */
	WaitingClient(Timekeeper timekeeper, Function<Runnable, Subscription> source, Consumer<WaitingClient> onClose) {
		this.timekeeper = timekeeper;
		this.onClose = onClose;
		this.subscription = source.apply(wakes::release);
	}

	/** Wakes the client so that it ends its response. */
	void dismiss() {
		dismissed = true;
		wakes.release();
	}

	public boolean isDismissed() {
		return dismissed;
	}

	/**
	 * Waits for a change after the last call.
	 * @return false if the wait timed out
	 */
	public boolean await(Duration atMost) {
		AtomicBoolean timedOut = new AtomicBoolean();
		Timekeeper.Timer timer = timekeeper.after(atMost, () -> {
			timedOut.set(true);
			wakes.release();
		});
		try {
			wakes.acquireUninterruptibly();
			wakes.drainPermits();
			return !timedOut.get();
		}
		finally {
			timer.cancel();
		}
	}

	@Override
	public void close() {
		subscription.close();
		onClose.accept(this);
	}

}
