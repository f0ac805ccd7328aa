package org.seldonruns.lifecycle.step;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.seldonruns.run.Run;
import org.seldonruns.run.StepName;
import org.seldonruns.time.Timekeeper;

/**
 * Publishes what a running step waits for, at most twice a second: a burst of changes
 * must not flood the streams of the run. Thread-safe.
 */
public final class StepProgress implements AutoCloseable {

	private static final Duration INTERVAL = Duration.ofMillis(500);

	private final Run run;

	private final StepName step;

	private final Timekeeper timekeeper;

	private String latest = "";

	private String published = "";

	/** Runs while nothing may be published. */
	private Timekeeper.@Nullable Timer interval;

	private boolean closed;

	public StepProgress(Run run, StepName step, Timekeeper timekeeper) {
		this.run = run;
		this.step = step;
		this.timekeeper = timekeeper;
	}

	/** Publishes a detail at once, or at the end of the current interval. */
	void report(String detail) {
		synchronized (this) {
			latest = detail;
			if (interval != null || !startInterval()) {
				return;
			}
		}
		run.progress(step, detail);
	}

	private void publishLatest() {
		String detail;
		synchronized (this) {
			interval = null;
			if (!startInterval()) {
				return;
			}
			detail = published;
		}
		run.progress(step, detail);
	}

	/** Returns false if there is nothing to publish. */
	private boolean startInterval() {
		if (closed || latest.equals(published)) {
			return false;
		}
		published = latest;
		interval = timekeeper.after(INTERVAL, this::publishLatest);
		return true;
	}

	@Override
	public synchronized void close() {
		closed = true;
		if (interval != null) {
			interval.cancel();
		}
	}

}
