package org.seldonruns.cluster.orphan;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import org.seldonruns.cluster.ClusterSettings;
import org.seldonruns.time.Timekeeper;

import org.springframework.stereotype.Component;

/**
 * Holds a Lease in each namespace where this process has runs, so that other processes
 * know that it is alive. Safe for use by many threads.
 */
@Component
public final class LeaseHolder implements AutoCloseable {

	private final LeaseClient leases;

	private final Duration renewal;

	private final Timekeeper timekeeper;

	private final Map<String, LeaseRenewer> held = new HashMap<>();

	/** Leases that are being deleted in the background. */
	private final Set<LeaseRenewer> ending = new HashSet<>();

	/** The number of runs that hold each Lease. */
	private final Map<LeaseRenewer, Integer> holds = new HashMap<>();

	public LeaseHolder(LeaseClient leases, ClusterSettings settings, Timekeeper timekeeper) {
		this.leases = leases;
		this.renewal = settings.leaseDuration().dividedBy(3);
		this.timekeeper = timekeeper;
	}

	/** Holds the Lease of a namespace for one more run, until the hold is closed. */
	public synchronized Hold hold(String namespace) {
		LeaseRenewer lease = held.get(namespace);
		if (lease == null) {
			lease = new LeaseRenewer(namespace, leases, renewal, timekeeper);
			held.put(namespace, lease);
			lease.renewInBackground();
		}
		holds.merge(lease, 1, Integer::sum);
		return new Hold(lease);
	}

	/**
	 * Returns whether the API server has accepted the Lease of a namespace. Other
	 * processes see by it that this process is alive.
	 */
	public synchronized boolean hasLease(String namespace) {
		LeaseRenewer lease = held.get(namespace);
		return lease != null && lease.exists();
	}

	private void release(LeaseRenewer lease) {
		synchronized (this) {
			if (holds.merge(lease, -1, Integer::sum) > 0) {
				return;
			}
			holds.remove(lease);
			held.remove(lease.namespace(), lease);
			ending.add(lease);
		}
		Thread.ofVirtual().name("lease").start(() -> end(lease));
	}

	private void end(LeaseRenewer lease) {
		try {
			lease.end(this::isHeld);
		}
		finally {
			synchronized (this) {
				ending.remove(lease);
			}
		}
	}

	/**
	 * Deletes all Leases, so that other processes delete the remaining resources of this
	 * one without waiting for the Leases to expire.
	 */
	@Override
	public void close() {
		List<LeaseRenewer> all;
		synchronized (this) {
			all = Stream.concat(held.values().stream(), ending.stream()).toList();
			held.clear();
		}
		// In parallel: each deletion waits for a renewal in progress and for the response
		// of the API server.
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			all.forEach(lease -> threads.execute(() -> end(lease)));
		}
	}

	/** The hold of one run on a Lease. */
	public final class Hold implements AutoCloseable {

		private final LeaseRenewer lease;

		private boolean closed;

		private Hold(LeaseRenewer lease) {
			this.lease = lease;
		}

		/**
		 * Waits for the first response of the API server.
		 * @return completes with an empty Optional when the API server has accepted the
		 * Lease, or with its message when it has rejected the Lease; cancel the future to
		 * stop waiting
		 */
		public CompletableFuture<Optional<String>> settled() {
			return lease.settled();
		}

		@Override
		public void close() {
			if (!closed) {
				closed = true;
				release(lease);
			}
		}

	}

	private synchronized boolean isHeld(String namespace) {
		return held.containsKey(namespace);
	}

}
