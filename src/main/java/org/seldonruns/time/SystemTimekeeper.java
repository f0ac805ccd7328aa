package org.seldonruns.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/** The system time. This is the only class of the service with a scheduler. */
@Component
class SystemTimekeeper implements Timekeeper, AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(SystemTimekeeper.class);

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
		// Limits the delay to 292 years.
		long nanos = TimeUnit.NANOSECONDS.convert(delay);
		Future<?> scheduled = scheduler.schedule(() -> run(action), nanos, TimeUnit.NANOSECONDS);
		return () -> scheduled.cancel(false);
	}

	// The scheduler does not report exceptions.
	private static void run(Runnable action) {
		try {
			action.run();
		}
		catch (RuntimeException | Error ex) {
			log.error("A scheduled action failed", ex);
		}
	}

	@Override
	public void close() {
		scheduler.shutdownNow();
	}

}
