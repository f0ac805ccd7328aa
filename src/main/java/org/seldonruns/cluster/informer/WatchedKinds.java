package org.seldonruns.cluster.informer;

import java.util.List;
import java.util.function.Consumer;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/**
 * The kinds that are watched in a namespace: SeldonDeployments and what can belong to
 * one. Their Events are watched by {@link EventInformer}.
 */
public final class WatchedKinds {

	/** The label whose presence marks all that the operator makes. */
	private static final String OPERATOR_MADE = "seldon-deployment-id";

	public static final ResourceDefinitionContext SELDON_DEPLOYMENTS = context("machinelearning.seldon.io", "v1",
			"SeldonDeployment", "seldondeployments");

	private static final ResourceDefinitionContext SCALED_OBJECTS = context("keda.sh", "v1alpha1", "ScaledObject",
			"scaledobjects");

	private final KubernetesClient client;

	private final String namespace;

	public WatchedKinds(KubernetesClient client, String namespace) {
		this.client = client;
		this.namespace = namespace;
	}

	/**
	 * The watch of SeldonDeployments.
	 * @param seen takes each that is new or changed
	 * @param gone takes each that is no more
	 * @param listed takes the version of each list
	 * @return the watch, not started
	 */
	public ResourceInformer<?> resources(Consumer<GenericKubernetesResource> seen,
			Consumer<GenericKubernetesResource> gone, Consumer<String> listed) {
		return new ResourceInformer<>("SeldonDeployments", true,
				client.genericKubernetesResources(SELDON_DEPLOYMENTS).inNamespace(namespace), seen, gone, listed);
	}

	/**
	 * The watches of what SeldonDeployments own. Verdicts need Deployments and pods;
	 * ReplicaSets lead from one to the other; the rest has events, and has to be gone
	 * after a deletion. The operator makes Services, HorizontalPodAutoscalers,
	 * PodDisruptionBudgets and, where it is told to use KEDA, ScaledObjects; a pod owns
	 * the claims of its ephemeral volumes. (What it makes for Istio and Ambassador does
	 * not carry the label, and has no events to speak of.)
	 * @param seen takes each object that is new or changed
	 * @param gone takes each object that is no more
	 * @return the watches, not started
	 */
	public List<ResourceInformer<?>> owned(Consumer<HasMetadata> seen, Consumer<HasMetadata> gone) {
		return List.of(
				watch("Deployments", true, client.apps().deployments().inNamespace(namespace).withLabel(OPERATOR_MADE),
						seen, gone),
				watch("ReplicaSets", false, client.apps().replicaSets().inNamespace(namespace).withLabel(OPERATOR_MADE),
						seen, gone),
				watch("Pods", false, client.pods().inNamespace(namespace).withLabel(OPERATOR_MADE), seen, gone),
				watch("Services", false, client.services().inNamespace(namespace).withLabel(OPERATOR_MADE), seen, gone),
				watch("HorizontalPodAutoscalers", false,
						client.autoscaling()
							.v2()
							.horizontalPodAutoscalers()
							.inNamespace(namespace)
							.withLabel(OPERATOR_MADE),
						seen, gone),
				watch("PodDisruptionBudgets", false,
						client.policy().v1().podDisruptionBudget().inNamespace(namespace).withLabel(OPERATOR_MADE),
						seen, gone),
				watch("PersistentVolumeClaims", false, client.persistentVolumeClaims().inNamespace(namespace), seen,
						gone),
				watch("ScaledObjects", false,
						client.genericKubernetesResources(SCALED_OBJECTS)
							.inNamespace(namespace)
							.withLabel(OPERATOR_MADE),
						seen, gone)
					.ifServed(() -> client.supports(SCALED_OBJECTS.getGroup() + "/" + SCALED_OBJECTS.getVersion(),
							SCALED_OBJECTS.getKind())));
	}

	private static <T extends HasMetadata> ResourceInformer<T> watch(String kind, boolean required,
			Informable<T> source, Consumer<HasMetadata> seen, Consumer<HasMetadata> gone) {
		return new ResourceInformer<>(kind, required, source, seen, gone, version -> {
		});
	}

	private static ResourceDefinitionContext context(String group, String version, String kind, String plural) {
		return new ResourceDefinitionContext.Builder().withGroup(group)
			.withVersion(version)
			.withKind(kind)
			.withPlural(plural)
			.withNamespaced(true)
			.build();
	}

}
