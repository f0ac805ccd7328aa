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
 * When each instance last showed, by its Lease in a namespace, that it lives. Only that a
 * Lease changes counts, and for how long it has not, by the monotonic source: the clocks
 * of others are not trusted. Who has been silent is asked for twice, some time apart,
 * before it counts as dead. Not safe for use by several threads; {@link OrphanDetector}
 * guards it.
 */
final class LeaseTracker {

	private final Duration patience;

	private final Timekeeper timekeeper;

	private final Map<Owner, Sign> signs = new HashMap<>();

	/**
	 * Knows of nobody yet.
	 * @param patience for how long somebody may be silent, and still counts as alive
	 */
	LeaseTracker(Duration patience, Timekeeper timekeeper) {
		this.patience = patience;
		this.timekeeper = timekeeper;
	}

	/**
	 * Takes note of a Lease as it is now.
	 * @param lease the Lease
	 */
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

	/** Forgets whoever has taken its Lease away, or had it taken away. */
	void gone(Lease lease) {
		signs.remove(Owner.of(lease));
	}

	/**
	 * Waits for a sign of somebody who has something here, with a Lease or without.
	 * @param owner who
	 */
	void expect(Owner owner) {
		signs.computeIfAbsent(owner, unused -> new Sign(null, suspicion(), 0));
	}

	/**
	 * Those of whom nothing has been heard for so long that they are to be asked for.
	 * @return alive as far as is known
	 */
	List<Owner> silent() {
		return signs.entrySet()
			.stream()
			.filter(entry -> !entry.getValue().isDead() && entry.getValue().deadline().hasPassed(timekeeper))
			.map(Map.Entry::getKey)
			.toList();
	}

	/**
	 * Notes that somebody was asked for and its Lease was as before, or not there.
	 * @param owner who
	 */
	void missed(Owner owner) {
		signs.computeIfPresent(owner,
				(key, sign) -> new Sign(sign.lease(), timekeeper.deadline(patience.dividedBy(3)), sign.misses() + 1));
	}

	/** Starts to wait anew for everybody who is not dead: nobody could be seen. */
	void restart() {
		signs.replaceAll((owner, sign) -> sign.isDead() ? sign : new Sign(sign.lease(), suspicion(), 0));
	}

	boolean isDead(Owner owner) {
		Sign sign = signs.get(owner);
		return sign != null && sign.isDead();
	}

	/**
	 * The Leases of the dead, each once.
	 * @return to be removed
	 */
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
	 * How long until somebody is to be asked for.
	 * @return empty where nobody is known, but the dead
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
	 * What was last heard of somebody.
	 *
	 * @param lease its Lease; none where there is none
	 * @param deadline when it is to be asked for
	 * @param misses how often it was asked for since, in vain
	 */
	private record Sign(@Nullable Lease lease, Deadline deadline, int misses) {

		boolean isDead() {
			return misses > 1;
		}

	}

	/**
	 * An instance in a namespace.
	 *
	 * @param namespace where
	 * @param instance names the process
	 */
	record Owner(String namespace, String instance) {

		static Owner of(Lease lease) {
			return new Owner(lease.getMetadata().getNamespace(),
					Objects.requireNonNullElse(lease.getMetadata().getLabels().get(RunLabels.INSTANCE), ""));
		}

	}

}
