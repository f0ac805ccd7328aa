package org.seldonruns.cluster.orphan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.seldonruns.cluster.OrphanedResource;
import org.seldonruns.cluster.orphan.LeaseTracker.Owner;
import org.seldonruns.cluster.orphan.RunLabels.Marked;
import org.seldonruns.time.Timekeeper;

/**
 * Stores the resources of runs and decides which of them are orphans. Not safe for use by
 * several threads; {@link OrphanDetector} guards it.
 */
final class OrphanCandidates {

	private final LeaseTracker leases;

	private final Timekeeper timekeeper;

	/** Resources that exist and are not reported, by uid. */
	private final Map<String, Marked> waiting = new HashMap<>();

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
	void add(String uid, Optional<Marked> marked) {
		marked.ifPresentOrElse(each -> waiting.put(uid, each), () -> settled.add(uid));
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
			.filter(marked -> !marked.leftover().own())
			.map(OrphanCandidates::ownerOf)
			.forEach(leases::expect);
	}

	/** Removes the orphans, each of which is returned once. */
	List<OrphanedResource> takeOrphans() {
		List<OrphanedResource> orphans = new ArrayList<>();
		waiting.values().removeIf(marked -> {
			boolean orphaned = isOrphan(marked);
			if (orphaned) {
				orphans.add(marked.leftover());
				settled.add(marked.leftover().resource().uid());
			}
			return orphaned;
		});
		return orphans;
	}

	private boolean isOrphan(Marked marked) {
		if (marked.leftover().own()) {
			return true;
		}
		boolean dead = leases.isDead(ownerOf(marked));
		boolean hasLease = marked.mark().leased() || marked.leftover().kept() != null;
		return dead && (hasLease || !timekeeper.now().isBefore(marked.mark().deadline()));
	}

	/**
	 * Returns the time until the next resource of a dead process without a Lease becomes
	 * an orphan.
	 */
	Optional<Duration> untilNextDeadline() {
		return waiting.values()
			.stream()
			.filter(marked -> leases.isDead(ownerOf(marked)))
			.map(marked -> Duration.between(timekeeper.now(), marked.mark().deadline()))
			.min(Duration::compareTo);
	}

	private static Owner ownerOf(Marked marked) {
		return new Owner(marked.leftover().request().resource().namespace(), marked.mark().instance());
	}

}
