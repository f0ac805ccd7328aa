package org.seldonruns.cluster.orphan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.seldonruns.cluster.RecoverableResource;
import org.seldonruns.cluster.orphan.LeaseTracker.Owner;
import org.seldonruns.cluster.orphan.RunMetadata.Found;
import org.seldonruns.time.Timekeeper;

/**
 * Stores the resources of runs and decides which of them are orphans. Not safe for use by
 * several threads; {@link OrphanDetector} guards it.
 */
final class OrphanCandidates {

	private final LeaseTracker leases;

	private final Timekeeper timekeeper;

	/** Resources that exist and are not reported, by uid. */
	private final Map<String, Found> waiting = new HashMap<>();

	/** Uids of resources that are reported, or that do not belong to a run. */
	private final Set<String> settled = new HashSet<>();

	OrphanCandidates(LeaseTracker leases, Timekeeper timekeeper) {
		this.leases = leases;
		this.timekeeper = timekeeper;
	}

	boolean isSettled(String uid) {
		return settled.contains(uid);
	}

	/** Adds a resource; without labels of a run, it counts as settled. */
	void add(String uid, Optional<Found> candidate) {
		candidate.ifPresentOrElse(each -> waiting.put(uid, each), () -> settled.add(uid));
	}

	void remove(String uid) {
		waiting.remove(uid);
		settled.remove(uid);
	}

	boolean isEmpty() {
		return waiting.isEmpty();
	}

	/** Expects a Lease of each other process that has a resource here. */
	void expectOwners() {
		waiting.values()
			.stream()
			.filter(candidate -> !candidate.resource().own())
			.map(OrphanCandidates::ownerOf)
			.forEach(leases::expect);
	}

	/** Removes the orphans, each of which is returned once. */
	List<RecoverableResource> takeOrphans() {
		List<RecoverableResource> orphans = new ArrayList<>();
		waiting.values().removeIf(candidate -> {
			boolean orphaned = isOrphan(candidate);
			if (orphaned) {
				orphans.add(candidate.resource());
				settled.add(candidate.resource().resource().uid());
			}
			return orphaned;
		});
		return orphans;
	}

	private boolean isOrphan(Found candidate) {
		if (candidate.resource().own()) {
			return true;
		}
		boolean dead = leases.isDead(ownerOf(candidate));
		boolean hasLease = candidate.annotation().leased() || candidate.resource().kept() != null;
		return dead && (hasLease || !timekeeper.now().isBefore(candidate.annotation().deadline()));
	}

	/**
	 * Returns the time until the next resource of a dead process without a Lease becomes
	 * an orphan.
	 */
	Optional<Duration> untilNextDeadline() {
		return waiting.values()
			.stream()
			.filter(candidate -> leases.isDead(ownerOf(candidate)))
			.map(candidate -> Duration.between(timekeeper.now(), candidate.annotation().deadline()))
			.min(Duration::compareTo);
	}

	private static Owner ownerOf(Found candidate) {
		return new Owner(candidate.resource().request().resource().namespace(), candidate.annotation().instance());
	}

}
