package org.seldonruns.web;

import java.time.Duration;
import java.time.Instant;

import org.seldonruns.time.Timekeeper;

/** A source of time that a test controls. */
public class TickingTimekeeper implements Timekeeper {

	static final Instant START = Instant.parse("2026-11-22T06:41:05.113Z");

	private Duration passed = Duration.ZERO;

	@Override
	public synchronized Instant now() {
		return START.plus(passed);
	}

	@Override
	public synchronized long nanoTime() {
		return passed.toNanos();
	}

	@Override
	public Timer after(Duration delay, Runnable action) {
		throw new UnsupportedOperationException("nothing here waits");
	}

	public synchronized void pass(Duration duration) {
		passed = passed.plus(duration);
	}

}
