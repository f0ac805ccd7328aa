package org.seldonruns.cluster.orphan;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.ClusterSettings;
import org.seldonruns.cluster.client.ApiServer;
import org.seldonruns.cluster.client.InstanceId;
import org.seldonruns.cluster.orphan.LeaseTracker.Owner;

import org.springframework.stereotype.Component;

/** Reads, renews and deletes Leases. Safe for use by many threads. */
@Component
public final class LeaseClient {

	/** MicroTime: the API server requires six digits. */
	private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
		.withZone(ZoneOffset.UTC);

	private final ApiServer apiServer;

	private final String instance;

	private final ClusterSettings settings;

	public LeaseClient(ApiServer apiServer, InstanceId instance, ClusterSettings settings) {
		this.apiServer = apiServer;
		this.instance = instance.id();
		this.settings = settings;
	}

	ApiResponse<Lease> get(Owner owner) {
		return apiServer.send("GET", path(owner.namespace(), name(owner.instance())), ApiServer.JSON, null, this::read);
	}

	/**
	 * Creates or renews the Lease of this instance. Server-side apply needs no version.
	 */
	ApiResponse<Lease> apply(String namespace, Instant now) {
		Map<String, Object> lease = Map.of("apiVersion", "coordination.k8s.io/v1", "kind", "Lease", "metadata",
				Map.of("name", name(instance), "namespace", namespace, "labels",
						Map.of(RunMetadata.INSTANCE, instance)),
				"spec", Map.of("holderIdentity", instance, "leaseDurationSeconds", settings.leaseDuration().toSeconds(),
						"renewTime", MICROS.format(now)));
		return apiServer.send("PATCH",
				path(namespace, name(instance)) + "?force=true&fieldManager=" + RunMetadata.CREATOR,
				"application/apply-patch+yaml", lease, this::read);
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
				path(lease.getMetadata().getNamespace(), lease.getMetadata().getName()), ApiServer.JSON, unchanged,
				body -> true);
	}

	private Lease read(String json) {
		return apiServer.read(json, Lease.class);
	}

	private static String name(String instance) {
		return "seldon-runs-" + instance;
	}

	private static String path(String namespace, String name) {
		return "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases/" + name;
	}

}
