package org.seldonruns.web.waiting;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

import org.seldonruns.run.Subscription;
import org.seldonruns.time.Timekeeper;

/**
 * A client that waits on the thread of its own request, which is a virtual one. Whoever
 * is woken looks for itself what has come.
 */
public final class WaitingClient implements AutoCloseable {

	private final Timekeeper timekeeper;

	private final Subscription subscription;

	private final Consumer<WaitingClient> leave;

	private final Semaphore wakes = new Semaphore(0);

	private volatile boolean dismissed;

	/**
	 * A client that waits.
	 * @param timekeeper measures how long
	 * @param source subscribes what is to be called at each change
	 * @param leave what to do when it waits no more
	 */
	WaitingClient(Timekeeper timekeeper, Function<Runnable, Subscription> source, Consumer<WaitingClient> leave) {
		this.timekeeper = timekeeper;
		this.leave = leave;
		this.subscription = source.apply(wakes::release);
	}

	/** Has it take what there is and go. */
	void dismiss() {
		dismissed = true;
		wakes.release();
	}

	/**
	 * Whether it is to take what there is and go.
	 * @return whether it has been dismissed
	 */
	public boolean isDismissed() {
		return dismissed;
	}

	/**
	 * Waits for a change since the last wait, or since the beginning.
	 * @param atMost how long
	 * @return false where the time was up
	 */
	public boolean await(Duration atMost) {
		AtomicBoolean timeUp = new AtomicBoolean();
		Timekeeper.Timer timer = timekeeper.after(atMost, () -> {
			timeUp.set(true);
			wakes.release();
		});
		try {
			wakes.acquireUninterruptibly();
			wakes.drainPermits();
			return !timeUp.get();
		}
		finally {
			timer.cancel();
		}
	}

	@Override
	public void close() {
		subscription.close();
		leave.accept(this);
	}

}
