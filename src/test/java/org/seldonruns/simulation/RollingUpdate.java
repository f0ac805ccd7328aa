package org.seldonruns.simulation;

import java.util.List;

import io.fabric8.kubernetes.api.model.apps.ReplicaSet;

/**
 * How many replicas the ReplicaSets of a Deployment get next, with the default strategy:
 * a quarter of the replicas more, rounded up, and a quarter less, rounded down.
 */
final class RollingUpdate {

	private final int updated;

	private int removable;

	RollingUpdate(int wanted, List<ReplicaSet> replicaSets, String current) {
		int former = 0;
		int specified = 0;
		int available = 0;
		for (ReplicaSet replicaSet : replicaSets) {
			boolean isCurrent = replicaSet.getMetadata().getName().equals(current);
			former += isCurrent ? 0 : replicaSet.getSpec().getReplicas();
			specified += isCurrent ? replicaSet.getSpec().getReplicas() : 0;
			available += isCurrent ? Math.min(available(replicaSet), replicaSet.getSpec().getReplicas()) : 0;
		}
		int most = wanted + (wanted + 3) / 4;
		this.updated = (former == 0) ? wanted : Math.min(wanted, Math.max(specified, most - former));
		this.removable = Math.max(0, former + available - (wanted - wanted / 4));
	}

	private static int available(ReplicaSet replicaSet) {
		Integer available = (replicaSet.getStatus() != null) ? replicaSet.getStatus().getAvailableReplicas() : null;
		return (available != null) ? available : 0;
	}

	/** The replicas of the ReplicaSet with the current template. */
	int updated() {
		return this.updated;
	}

	/** The replicas that another one keeps. */
	int former(ReplicaSet replicaSet) {
		int removed = Math.min(this.removable, replicaSet.getSpec().getReplicas());
		this.removable -= removed;
		return replicaSet.getSpec().getReplicas() - removed;
	}

}
