package org.seldonruns.cluster.orphan;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.run.SharedResult;
import org.seldonruns.time.Timekeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the Lease of this process in one namespace until {@link #end} is called, and
 * then deletes it. Safe for use by many threads.
 */
final class LeaseRenewer {

	private static final Logger log = LoggerFactory.getLogger(LeaseRenewer.class);

	/**
	 * The delay before a failed renewal is retried. It is shorter than the renewal
	 * interval, because the Lease may expire before the next success.
	 */
	private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

	private final String namespace;

	private final LeaseClient leases;

	private final Duration renewal;

	private final Timekeeper timekeeper;

	private final SharedResult<Optional<String>> settled = new SharedResult<>();

	/** Held during a request, so that no renewal follows {@link #end}. */
	private final ReentrantLock requesting = new ReentrantLock();

	private boolean ended;

	private Timekeeper.@Nullable Timer next;

	/** The Lease as the API server last returned it; null while that is unknown. */
	private @Nullable Lease latest;

	LeaseRenewer(String namespace, LeaseClient leases, Duration renewal, Timekeeper timekeeper) {
		this.namespace = namespace;
		this.leases = leases;
		this.renewal = renewal;
		this.timekeeper = timekeeper;
	}

	String namespace() {
		return namespace;
	}

	/**
	 * Waits for the first response of the API server.
	 * @return completes with an empty Optional when the API server has accepted the
	 * Lease, or with its message when it has rejected the Lease; cancel the future to
	 * stop waiting
	 */
	CompletableFuture<Optional<String>> settled() {
		return settled.await();
	}

	boolean exists() {
		return settled.now().filter(Optional::isEmpty).isPresent();
	}

	void renewInBackground() {
		Thread.ofVirtual().name("lease").start(this::renew);
	}

	private void renew() {
		requesting.lock();
		try {
			if (!ended) {
				next = timekeeper.after(renewOnce() ? renewal : RETRY_DELAY, this::renewInBackground);
			}
		}
		finally {
			requesting.unlock();
		}
	}

	// Sends one renewal. Returns whether the API server responded, even if it rejected
	// the Lease. An exception must not end the renewals: other processes would delete the
	// resources of live runs.
	private boolean renewOnce() {
		try {
			ApiResponse<Lease> response = apply();
			settle(response);
			return !(response instanceof ApiResponse.Unavailable);
		}
		catch (RuntimeException ex) {
			log.error("Renewing the Lease in namespace {} failed; retrying in {} s", namespace, RETRY_DELAY.toSeconds(),
					ex);
			return false;
		}
	}

	private ApiResponse<Lease> apply() {
		latest = null;
		return leases.apply(namespace, timekeeper.now());
	}

	private void settle(ApiResponse<Lease> response) {
		switch (response) {
			case ApiResponse.Accepted<Lease>(Lease lease, var warnings) -> {
				latest = lease;
				settled.complete(Optional.empty());
			}
			case ApiResponse.Rejected<Lease> rejected -> {
				if (settled.complete(Optional.of(rejected.message()))) {
					log.warn("The API server rejected the Lease of this instance in namespace {}: {}", namespace,
							rejected.message());
				}
			}
			case ApiResponse.Unavailable<Lease> unavailable ->
				log.debug("Renewing the Lease in namespace {} failed; retrying in {} s: {}", namespace,
						RETRY_DELAY.toSeconds(), unavailable.message());
		}
	}

	/**
	 * Ends the renewals. Deletes the Lease if it exists and no later run of this process
	 * holds the namespace again.
	 * @param isHeld returns whether this process holds the Lease of a namespace
	 */
	void end(Predicate<String> isHeld) {
		requesting.lock();
		try {
			if (ended) {
				return;
			}
			ended = true;
			if (next != null) {
				next.cancel();
			}
			if (exists() && !isHeld.test(namespace)) {
				delete();
			}
		}
		finally {
			requesting.unlock();
		}
	}

	// If a later LeaseRenewer renews the same Lease after the check, the resourceVersion
	// changes and the precondition of this delete fails with 409.
	private void delete() {
		if (latest == null) {
			settle(apply());
		}
		Lease lease = latest;
		if (lease != null) {
			leases.delete(lease);
		}
	}

}
