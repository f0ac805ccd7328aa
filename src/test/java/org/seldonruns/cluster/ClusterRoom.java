package org.seldonruns.cluster;

import java.util.Set;

import io.fabric8.kubernetes.client.KubernetesClient;
import org.seldonruns.run.NamespaceSettings;
import org.seldonruns.time.Timekeeper;

/** The classes of this room, wired as Spring wires them, as one instance has them. */
final class ClusterRoom implements AutoCloseable {

	private final NamespaceWatches watches;

	private final OwnLeases leases;

	private final MarkedResources leftovers;

	private final Cluster cluster;

	ClusterRoom(String instance, KubernetesClient client, ClusterSettings settings, Timekeeper timekeeper) {
		this(instance, client, settings, timekeeper, Set.of());
	}

	/** An instance whose runs may be played in these namespaces only. */
	ClusterRoom(String instance, KubernetesClient client, ClusterSettings settings, Timekeeper timekeeper,
			Set<String> namespaces) {
		Instance self = new Instance(instance);
		Marks marks = new Marks(self);
		ApiServer apiServer = new ApiServer(client, settings);
		LeaseRequests leaseRequests = new LeaseRequests(client, apiServer);
		leases = new OwnLeases(apiServer, leaseRequests, self, settings, timekeeper);
		leftovers = new MarkedResources(client, leaseRequests, marks, settings, new NamespaceSettings(namespaces),
				timekeeper);
		watches = new NamespaceWatches(client, leases, leftovers, settings, timekeeper);
		cluster = new KubernetesCluster(client, apiServer, watches, leases, marks);
	}

	Cluster cluster() {
		return cluster;
	}

	NamespaceWatches watches() {
		return watches;
	}

	Leftovers leftovers() {
		return leftovers;
	}

	@Override
	public void close() {
		watches.close();
		leases.close();
		leftovers.close();
	}

}
