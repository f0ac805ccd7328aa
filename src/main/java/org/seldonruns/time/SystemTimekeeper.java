package org.seldonruns.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.stereotype.Component;

/** The machine's own time. The only class of the service that holds a scheduler. */
@Component
class SystemTimekeeper implements Timekeeper, AutoCloseable {

	private final InstantSource clock = InstantSource.system();

	private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1,
			Thread.ofPlatform().name("timekeeper").daemon().factory());

	SystemTimekeeper() {
		// A deadline that was not needed must not stay in memory until it would have
		// passed.
		scheduler.setRemoveOnCancelPolicy(true);
	}

	@Override
	public Instant now() {
		return clock.instant();
	}

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	@Override
	public Timer after(Duration delay, Runnable action) {
		Future<?> scheduled = scheduler.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
		return () -> scheduled.cancel(false);
	}

	@Override
	public void close() {
		scheduler.shutdownNow();
	}

}
