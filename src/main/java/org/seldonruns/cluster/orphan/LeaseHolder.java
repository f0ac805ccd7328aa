package org.seldonruns.cluster.orphan;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.ClusterSettings;
import org.seldonruns.cluster.client.ApiServer;
import org.seldonruns.cluster.client.InstanceId;
import org.seldonruns.run.SharedResult;
import org.seldonruns.time.Timekeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Shows that this process lives: a Lease in each namespace where it has runs, renewed
 * while it has any, and removed afterwards. Safe for use by many threads.
 */
@Component
public final class LeaseHolder implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(LeaseHolder.class);

	/** After no answer: others wait for a sign of life, and the time is running. */
	private static final Duration PAUSE = Duration.ofSeconds(1);

	private final ApiServer apiServer;

	private final LeaseClient leases;

	private final InstanceLease document;

	private final Duration renewal;

	private final Timekeeper timekeeper;

	private final Map<String, NamespaceLease> held = new HashMap<>();

	public LeaseHolder(ApiServer apiServer, LeaseClient leases, InstanceId instance, ClusterSettings settings,
			Timekeeper timekeeper) {
		this.apiServer = apiServer;
		this.leases = leases;
		this.document = new InstanceLease(instance, settings.leaseDuration());
		this.renewal = settings.leaseDuration().dividedBy(3);
		this.timekeeper = timekeeper;
	}

	/**
	 * Holds the Lease of a namespace for one more run.
	 * @param namespace where
	 * @return to be closed when the run is over
	 */
	public Hold hold(String namespace) {
		synchronized (held) {
			NamespaceLease lease = held.get(namespace);
			if (lease == null) {
				lease = new NamespaceLease(namespace);
				held.put(namespace, lease);
				lease.renewSoon();
			}
			lease.holds++;
			return new Hold(lease);
		}
	}

	/**
	 * Whether others can see that this process lives.
	 * @param namespace where it has runs
	 * @return whether the Lease is there
	 */
	public boolean isShown(String namespace) {
		synchronized (held) {
			NamespaceLease lease = held.get(namespace);
			return lease != null && lease.isThere();
		}
	}

	private void release(NamespaceLease lease) {
		synchronized (held) {
			lease.holds--;
			if (lease.holds > 0) {
				return;
			}
			held.remove(lease.namespace, lease);
		}
		Thread.ofVirtual().name("lease").start(lease::end);
	}

	/** Removes all Leases: whatever is left is another's from now on. */
	@Override
	public void close() {
		List<NamespaceLease> all;
		synchronized (held) {
			all = List.copyOf(held.values());
			held.clear();
		}
		// Side by side: each may wait for a renewal under way and then for its own
		// request.
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			all.forEach(lease -> threads.execute(lease::end));
		}
	}

	/** One run's share in a Lease. */
	public final class Hold implements AutoCloseable {

		private final NamespaceLease lease;

		private boolean closed;

		private Hold(NamespaceLease lease) {
			this.lease = lease;
		}

		/**
		 * Waits for the first word of the API server.
		 * @return completes with nothing once the Lease is there, or with why it may not
		 * be; cancel it to stop waiting
		 */
		public CompletableFuture<Optional<String>> settled() {
			return lease.settled.await();
		}

		@Override
		public void close() {
			if (!closed) {
				closed = true;
				release(lease);
			}
		}

	}

	private boolean isHeld(String namespace) {
		synchronized (held) {
			return held.containsKey(namespace);
		}
	}

	/** The Lease of one namespace. */
	private final class NamespaceLease {

		private final String namespace;

		private final SharedResult<Optional<String>> settled = new SharedResult<>();

		/**
		 * Held while the API server is asked, so that nothing is renewed after its end.
		 */
		private final ReentrantLock asking = new ReentrantLock();

		private int holds;

		private boolean ended;

		private Timekeeper.@Nullable Timer next;

		/** The Lease as the API server last returned it; null while that is unknown. */
		private @Nullable Lease latest;

		private NamespaceLease(String namespace) {
			this.namespace = namespace;
		}

		private void renewSoon() {
			Thread.ofVirtual().name("lease").start(this::renew);
		}

		private void renew() {
			asking.lock();
			try {
				if (!ended) {
					next = timekeeper.after(isRenewed() ? renewal : PAUSE, this::renewSoon);
				}
			}
			finally {
				asking.unlock();
			}
		}

		/** Whatever goes wrong in one round, the next one follows: runs depend on it. */
		private boolean isRenewed() {
			try {
				ApiResponse<Lease> answer = apply();
				settle(answer);
				return !(answer instanceof ApiResponse.Unavailable);
			}
			catch (RuntimeException ex) {
				log.error("The Lease in namespace {} was not renewed", namespace, ex);
				return false;
			}
		}

		private ApiResponse<Lease> apply() {
			latest = null;
			return apiServer.send("PATCH", document.applyPath(namespace), InstanceLease.APPLY,
					document.renewed(namespace, timekeeper.now()), leases::read);
		}

		private void settle(ApiResponse<Lease> answer) {
			switch (answer) {
				case ApiResponse.Accepted<Lease>(Lease lease, var warnings) -> {
					latest = lease;
					settled.complete(Optional.empty());
				}
				case ApiResponse.Refused<Lease> refused -> {
					if (settled.complete(Optional.of(refused.message()))) {
						log.warn("No Lease can be held in namespace {}: {}", namespace, refused.message());
					}
				}
				case ApiResponse.Unavailable<Lease> unavailable ->
					log.debug("The Lease in namespace {} is not renewed: {}", namespace, unavailable.message());
			}
		}

		/** A later run of this process may hold the same Lease already. */
		private boolean hasSuccessor() {
			return isHeld(namespace);
		}

		// A successor that renews it after the check above changes its version: the
		// request
		// to delete it is then answered with 409, however late it arrives.
		private void remove() {
			if (latest == null) {
				settle(apply());
			}
			Lease lease = latest;
			if (lease != null) {
				leases.delete(lease);
			}
		}

		private boolean isThere() {
			return settled.now().filter(Optional::isEmpty).isPresent();
		}

		private void end() {
			asking.lock();
			try {
				if (ended) {
					return;
				}
				ended = true;
				if (next != null) {
					next.cancel();
				}
				if (isThere() && !hasSuccessor()) {
					remove();
				}
			}
			finally {
				asking.unlock();
			}
		}

	}

}
