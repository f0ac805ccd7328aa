package org.seldonruns.cluster.informer;

import java.util.List;
import java.util.function.Consumer;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/**
 * Creates the informers of one namespace: for SeldonDeployments and for the kinds that
 * they can own. {@link EventInformer} watches their Events.
 */
public final class InformerFactory {

	/** The label of all objects that the operator creates. */
	private static final String OPERATOR_MADE = "seldon-deployment-id";

	public static final ResourceDefinitionContext SELDON_DEPLOYMENTS = context("machinelearning.seldon.io", "v1",
			"SeldonDeployment", "seldondeployments");

	private static final ResourceDefinitionContext SCALED_OBJECTS = context("keda.sh", "v1alpha1", "ScaledObject",
			"scaledobjects");

	private final KubernetesClient client;

	private final String namespace;

	public InformerFactory(KubernetesClient client, String namespace) {
		this.client = client;
		this.namespace = namespace;
	}

	public ResourceInformer<?> resources(Consumer<GenericKubernetesResource> seen,
			Consumer<GenericKubernetesResource> gone, Consumer<String> listed) {
		return new ResourceInformer<>("SeldonDeployments in namespace " + namespace, true,
				client.genericKubernetesResources(SELDON_DEPLOYMENTS).inNamespace(namespace), seen, gone, listed);
	}

	/**
	 * Creates the informers of the kinds that SeldonDeployments own. Readiness requires
	 * Deployments and pods; ReplicaSets connect them. The others have Events, and must be
	 * gone after a deletion: the operator creates Services, HorizontalPodAutoscalers,
	 * PodDisruptionBudgets and, with KEDA, ScaledObjects; a pod owns the claims of its
	 * ephemeral volumes. Objects for Istio and Ambassador do not have the label of the
	 * operator.
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

	private <T extends HasMetadata> ResourceInformer<T> watch(String kind, boolean required, Informable<T> source,
			Consumer<HasMetadata> seen, Consumer<HasMetadata> gone) {
		return new ResourceInformer<>(kind + " in namespace " + namespace, required, source, seen, gone, version -> {
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
