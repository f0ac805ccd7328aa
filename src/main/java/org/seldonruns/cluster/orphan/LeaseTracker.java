package org.seldonruns.cluster.orphan;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import org.jspecify.annotations.Nullable;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Timekeeper;

/**
 * Decides by their Leases which instances are alive. An instance is alive while its Lease
 * changes, measured by the monotonic clock of this process: the times in a Lease come
 * from other clocks. An instance whose Lease does not change counts as dead after two
 * requests that return it unchanged or not at all. Not safe for use by several threads;
 * {@link OrphanDetector} guards it.
 */
final class LeaseTracker {

	private final Duration patience;

	private final Timekeeper timekeeper;

	private final Map<Owner, Sign> signs = new HashMap<>();

	/**
	 * Creates a tracker without instances.
	 * @param patience the time without a renewal after which an instance counts as dead
	 */
	LeaseTracker(Duration patience, Timekeeper timekeeper) {
		this.patience = patience;
		this.timekeeper = timekeeper;
	}

	void saw(Lease lease) {
		Owner owner = Owner.of(lease);
		Sign before = signs.get(owner);
		if (before == null || before.lease() == null || !version(before.lease()).equals(version(lease))) {
			signs.put(owner, new Sign(lease, suspicion(), 0));
		}
	}

	private static String version(Lease lease) {
		return Objects.requireNonNullElse(lease.getMetadata().getResourceVersion(), "");
	}

	/** Forgets the instance whose Lease was deleted. */
	void gone(Lease lease) {
		signs.remove(Owner.of(lease));
	}

	/** Expects a Lease of an instance that has a resource. */
	void expect(Owner owner) {
		signs.computeIfAbsent(owner, unused -> new Sign(null, suspicion(), 0));
	}

	/** Returns the instances whose Leases have to be requested. */
	List<Owner> silent() {
		return signs.entrySet()
			.stream()
			.filter(entry -> !entry.getValue().isDead() && entry.getValue().deadline().hasPassed(timekeeper))
			.map(Map.Entry::getKey)
			.toList();
	}

	/** Records a request that returned the Lease unchanged, or not at all. */
	void missed(Owner owner) {
		signs.computeIfPresent(owner,
				(key, sign) -> new Sign(sign.lease(), timekeeper.deadline(patience.dividedBy(3)), sign.misses() + 1));
	}

	/** Resets the deadlines of all live instances after an interruption of the watch. */
	void restart() {
		signs.replaceAll((owner, sign) -> sign.isDead() ? sign : new Sign(sign.lease(), suspicion(), 0));
	}

	boolean isDead(Owner owner) {
		Sign sign = signs.get(owner);
		return sign != null && sign.isDead();
	}

	/** Returns the Leases of dead instances, each once. */
	List<Lease> takeLeasesOfTheDead() {
		List<Lease> leases = signs.values()
			.stream()
			.filter(Sign::isDead)
			.flatMap(sign -> Stream.ofNullable(sign.lease()))
			.toList();
		signs.replaceAll((owner, sign) -> sign.isDead() ? new Sign(null, sign.deadline(), sign.misses()) : sign);
		return leases;
	}

	/**
	 * Returns the time until the next Lease has to be requested; empty if no instance is
	 * alive.
	 */
	Optional<Duration> next() {
		return signs.values()
			.stream()
			.filter(sign -> !sign.isDead())
			.map(sign -> sign.deadline().remaining(timekeeper))
			.min(Duration::compareTo);
	}

	private Deadline suspicion() {
		return timekeeper.deadline(patience.multipliedBy(2).dividedBy(3));
	}

	/**
	 * The last state of an instance.
	 *
	 * @param lease its Lease, if one was observed
	 * @param deadline when the Lease has to be requested
	 * @param misses the number of requests since that showed no change
	 */
	private record Sign(@Nullable Lease lease, Deadline deadline, int misses) {

		boolean isDead() {
			return misses > 1;
		}

	}

	record Owner(String namespace, String instance) {

		static Owner of(Lease lease) {
			return new Owner(lease.getMetadata().getNamespace(),
					Objects.requireNonNullElse(lease.getMetadata().getLabels().get(RunMetadata.INSTANCE), ""));
		}

	}

}
