package org.seldonruns.cluster.orphan;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.client.ApiServer;
import org.seldonruns.cluster.orphan.LeaseTracker.Owner;

import org.springframework.stereotype.Component;

/** Reads and deletes Leases. Safe for use by many threads. */
@Component
public final class LeaseClient {

	private final KubernetesClient client;

	private final ApiServer apiServer;

	public LeaseClient(KubernetesClient client, ApiServer apiServer) {
		this.client = client;
		this.apiServer = apiServer;
	}

	/**
	 * Gets the Lease of an instance.
	 * @param owner the instance and the namespace
	 * @return its Lease as it is now
	 */
	ApiResponse<Lease> get(Owner owner) {
		return apiServer.send("GET", InstanceLease.path(owner.namespace(), InstanceLease.name(owner.instance())),
				ApiServer.JSON, null, this::read);
	}

	/**
	 * Reads a Lease.
	 * @param json the Lease as JSON
	 * @return the Lease
	 */
	Lease read(String json) {
		return client.getKubernetesSerialization().unmarshal(json, Lease.class);
	}

	/**
	 * Deletes a Lease if it is unchanged: its holder may have renewed it, and a new Lease
	 * of the same name may be another one's.
	 * @param lease the Lease as last seen
	 */
	void delete(Lease lease) {
		DeleteOptions unchanged = new DeleteOptionsBuilder().withNewPreconditions()
			.withUid(lease.getMetadata().getUid())
			.withResourceVersion(lease.getMetadata().getResourceVersion())
			.endPreconditions()
			.build();
		ApiResponse<Boolean> unused = apiServer.send("DELETE",
				InstanceLease.path(lease.getMetadata().getNamespace(), lease.getMetadata().getName()), ApiServer.JSON,
				unchanged, body -> true);
	}

	/**
	 * Deletes a Lease in the background if it is unchanged.
	 * @param lease the Lease as last seen
	 */
	void deleteInBackground(Lease lease) {
		Thread.ofVirtual().name("leases").start(() -> delete(lease));
	}

}
