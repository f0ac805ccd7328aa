package org.seldonruns.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Time that stands still until a test moves it on. Actions run on the test's thread. */
public final class ManualTimekeeper implements Timekeeper {

	private final List<Pending> pending = new ArrayList<>();

	private Instant wallClock = Instant.parse("2026-11-22T06:41:05.113Z");

	private long nanos;

	private int order;

	@Override
	public synchronized Instant now() {
		return wallClock;
	}

	@Override
	public synchronized long nanoTime() {
		return nanos;
	}

	@Override
	public synchronized Timer after(Duration delay, Runnable action) {
		Pending added = new Pending(nanos + delay.toNanos(), order++, action);
		pending.add(added);
		return () -> forget(added);
	}

	private synchronized void forget(Pending taken) {
		pending.remove(taken);
	}

	/** Moves both sources on, and runs what falls due, in order. */
	public void advance(Duration duration) {
		long target = nanoTime() + duration.toNanos();
		for (Pending due = nextDue(target); due != null; due = nextDue(target)) {
			moveTo(due.at());
			due.action().run();
		}
		moveTo(target);
	}

	private synchronized @Nullable Pending nextDue(long target) {
		Pending next = pending.stream()
			.filter(candidate -> candidate.at() <= target)
			.min(Comparator.comparingLong(Pending::at).thenComparingInt(Pending::order))
			.orElse(null);
		if (next != null) {
			pending.remove(next);
		}
		return next;
	}

	private synchronized void moveTo(long at) {
		long passed = Math.max(0, at - nanos);
		nanos += passed;
		wallClock = wallClock.plusNanos(passed);
	}

	/** Lets the wall clock jump, as an administrator or a time server would. */
	public synchronized void jump(Duration duration) {
		wallClock = wallClock.plus(duration);
	}

	/** How many actions are pending. */
	public synchronized int pendingActions() {
		return pending.size();
	}

	private record Pending(long at, int order, Runnable action) {
	}

}
