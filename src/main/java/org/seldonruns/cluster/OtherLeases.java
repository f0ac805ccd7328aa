package org.seldonruns.cluster;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.seldonruns.cluster.SignsOfLife.Owner;

import org.springframework.stereotype.Component;

/** The Leases of other instances. */
@Component
final class OtherLeases {

	private final KubernetesClient client;

	private final ApiServer apiServer;

	OtherLeases(KubernetesClient client, ApiServer apiServer) {
		this.client = client;
		this.apiServer = apiServer;
	}

	/**
	 * Reads the Lease of an instance.
	 * @param owner the instance and where
	 * @return its Lease as it is now
	 */
	Answer<Lease> read(Owner owner) {
		return apiServer.send("GET", LeaseDocument.path(owner.namespace(), LeaseDocument.name(owner.instance())),
				ApiServer.JSON, null, body -> client.getKubernetesSerialization().unmarshal(body, Lease.class));
	}

	/**
	 * Removes a Lease, in the background, if it is as it was: its holder may be alive
	 * after all and have renewed it.
	 * @param lease as last seen
	 */
	void remove(Lease lease) {
		DeleteOptions unchanged = new DeleteOptionsBuilder().withNewPreconditions()
			.withUid(lease.getMetadata().getUid())
			.withResourceVersion(lease.getMetadata().getResourceVersion())
			.endPreconditions()
			.build();
		Thread.ofVirtual().name("leases").start(() -> {
			Answer<Boolean> unused = apiServer.send("DELETE",
					LeaseDocument.path(lease.getMetadata().getNamespace(), lease.getMetadata().getName()),
					ApiServer.JSON, unchanged, body -> true);
		});
	}

}
