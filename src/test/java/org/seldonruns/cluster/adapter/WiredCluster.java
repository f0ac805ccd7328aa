package org.seldonruns.cluster.adapter;

import java.util.Set;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.seldonruns.cluster.Cluster;
import org.seldonruns.cluster.ClusterSettings;
import org.seldonruns.cluster.ResourceRecoverySource;
import org.seldonruns.cluster.client.ApiServer;
import org.seldonruns.cluster.client.InstanceId;
import org.seldonruns.cluster.client.ServiceProxy;
import org.seldonruns.cluster.orphan.LeaseClient;
import org.seldonruns.cluster.orphan.LeaseHolder;
import org.seldonruns.cluster.orphan.OrphanDetectors;
import org.seldonruns.cluster.orphan.RunMetadata;
import org.seldonruns.cluster.watch.NamespaceWatches;
import org.seldonruns.run.request.NamespaceSettings;
import org.seldonruns.time.Timekeeper;

/**
 * Wires the classes of {@code cluster} as Spring does, for one instance of the service.
 */
public final class WiredCluster implements AutoCloseable {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final NamespaceWatches watches;

	private final LeaseHolder leases;

	private final OrphanDetectors leftovers;

	private final Cluster cluster;

	public WiredCluster(String instance, KubernetesClient client, ClusterSettings settings, Timekeeper timekeeper) {
		this(instance, client, settings, timekeeper, Set.of());
	}

	/** Creates an instance that may execute runs only in these namespaces. */
	public WiredCluster(String instance, KubernetesClient client, ClusterSettings settings, Timekeeper timekeeper,
			Set<String> namespaces) {
		InstanceId self = new InstanceId(instance);
		RunMetadata labels = new RunMetadata(self);
		ApiServer apiServer = new ApiServer(client, settings);
		LeaseClient leaseRequests = new LeaseClient(apiServer, self, settings);
		leases = new LeaseHolder(leaseRequests, settings, timekeeper);
		leftovers = new OrphanDetectors(client, leaseRequests, labels, settings, new NamespaceSettings(namespaces),
				timekeeper, registry);
		watches = new NamespaceWatches(client, leases, leftovers, settings, timekeeper, registry);
		cluster = new KubernetesCluster(apiServer, new ServiceProxy(client, apiServer), watches, leases, labels);
	}

	public long interruptedWatches() {
		return registry.get("seldon.runs.watches.interrupted")
			.gauges()
			.stream()
			.mapToLong(gauge -> (long) gauge.value())
			.sum();
	}

	public Cluster cluster() {
		return cluster;
	}

	NamespaceWatches watches() {
		return watches;
	}

	public ResourceRecoverySource leftovers() {
		return leftovers;
	}

	@Override
	public void close() {
		watches.close();
		leases.close();
		leftovers.close();
	}

}
