package org.seldonruns.cluster.orphan;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.seldonruns.cluster.client.InstanceId;

/** Builds the path and the content of the Lease of an instance. */
final class InstanceLease {

	/** Server-side apply creates or updates, without the version of the object. */
	static final String APPLY = "application/apply-patch+yaml";

	/** MicroTime: the API server requires six digits. */
	private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
		.withZone(ZoneOffset.UTC);

	private final InstanceId instance;

	private final Duration duration;

	InstanceLease(InstanceId instance, Duration duration) {
		this.instance = instance;
		this.duration = duration;
	}

	static String name(String instance) {
		return "seldon-runs-" + instance;
	}

	String path(String namespace) {
		return path(namespace, name(instance.id()));
	}

	static String path(String namespace, String name) {
		return "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases/" + name;
	}

	String applyPath(String namespace) {
		return path(namespace) + "?force=true&fieldManager=" + RunLabels.CREATOR;
	}

	Map<String, Object> renewed(String namespace, Instant now) {
		return Map.of("apiVersion", "coordination.k8s.io/v1", "kind", "Lease", "metadata",
				Map.of("name", name(instance.id()), "namespace", namespace, "labels",
						Map.of(RunLabels.INSTANCE, instance.id())),
				"spec", Map.of("holderIdentity", instance.id(), "leaseDurationSeconds", duration.toSeconds(),
						"renewTime", MICROS.format(now)));
	}

}
