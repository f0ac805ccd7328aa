package org.seldonruns.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The kinds of objects that the simulated API server knows.
 */
enum ResourceType {

	SELDON_DEPLOYMENT("machinelearning.seldon.io", "seldondeployments", "SeldonDeployment", true),

	DEPLOYMENT("apps", "deployments", "Deployment", true),

	REPLICA_SET("apps", "replicasets", "ReplicaSet", true),

	POD("", "pods", "Pod", true),

	SERVICE("", "services", "Service", false),

	EVENT("", "events", "Event", false),

	NAMESPACE("", "namespaces", "Namespace", false),

	CONFIG_MAP("", "configmaps", "ConfigMap", false),

	SECRET("", "secrets", "Secret", false),

	PERSISTENT_VOLUME_CLAIM("", "persistentvolumeclaims", "PersistentVolumeClaim", false),

	HORIZONTAL_POD_AUTOSCALER("autoscaling", "horizontalpodautoscalers", "HorizontalPodAutoscaler", false),

	POD_DISRUPTION_BUDGET("policy", "poddisruptionbudgets", "PodDisruptionBudget", true),

	LEASE("coordination.k8s.io", "leases", "Lease", false);

	final String group;

	final String plural;

	final String kind;

	/** Whether {@code metadata.generation} counts the changes of its spec. */
	final boolean generations;

	ResourceType(String group, String plural, String kind, boolean generations) {
		this.group = group;
		this.plural = plural;
		this.kind = kind;
		this.generations = generations;
	}

	static Optional<ResourceType> find(String group, String version, String plural) {
		return Arrays.stream(values())
			.filter((type) -> type.group.equals(group) && type.plural.equals(plural)
					&& type.versions().contains(version))
			.findFirst();
	}

	/** The versions in which it is served; the first is the one it is stored in. */
	List<String> versions() {
		return switch (this) {
			case SELDON_DEPLOYMENT -> List.of("v1", "v1alpha2", "v1alpha3");
			case HORIZONTAL_POD_AUTOSCALER -> List.of("v2");
			default -> List.of("v1");
		};
	}

	boolean hasStatusSubresource() {
		return switch (this) {
			case EVENT, CONFIG_MAP, SECRET, LEASE -> false;
			default -> true;
		};
	}

	String apiVersion(String version) {
		return this.group.isEmpty() ? version : this.group + "/" + version;
	}

	String storedApiVersion() {
		return apiVersion(versions().getFirst());
	}

	/** As messages name it, for example {@code deployments.apps}. */
	String qualifiedName() {
		return this.group.isEmpty() ? this.plural : this.plural + "." + this.group;
	}

	/** As messages about a bad object name it, for example {@code Deployment.apps}. */
	String qualifiedKind() {
		return this.group.isEmpty() ? this.kind : this.kind + "." + this.group;
	}

}
