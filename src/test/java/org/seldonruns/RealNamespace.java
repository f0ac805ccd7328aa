package org.seldonruns;

import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A namespace of its own on the real control plane that KUBECONFIG_IT names. */
final class RealNamespace implements AutoCloseable {

	private final KubernetesClient client;

	private final String name;

	RealNamespace(KubernetesClient client, Map<String, String> labels) {
		this.client = client;
		this.name = make(client, labels);
	}

	/** Makes a namespace, which is the caller's to remove. */
	static String make(KubernetesClient client, Map<String, String> labels) {
		return client.namespaces()
			.resource(new NamespaceBuilder().withNewMetadata()
				.withGenerateName("seldon-runs-it-")
				.withLabels(labels)
				.endMetadata()
				.build())
			.create()
			.getMetadata()
			.getName();
	}

	/** A client for the control plane; the caller's to close. */
	static KubernetesClient connect() {
		return new KubernetesClientBuilder()
			.withConfig(Config.fromKubeconfig(new File(String.valueOf(System.getenv("KUBECONFIG_IT")))))
			.build();
	}

	String name() {
		return name;
	}

	Resource<GenericKubernetesResource> resource(String resource) {
		return client.genericKubernetesResources("machinelearning.seldon.io/v1", "SeldonDeployment")
			.inNamespace(name)
			.withName(resource);
	}

	/** Sets what holds a resource's deletion back, as a JSON array. */
	void setFinalizers(String resource, String finalizers) {
		resource(resource).patch(PatchContext.of(PatchType.JSON_MERGE),
				"{\"metadata\": {\"finalizers\": %s}}".formatted(finalizers));
	}

	/** Allows no more than this of something, and waits until that holds. */
	void limit(String what, int count) {
		client.resourceQuotas()
			.inNamespace(name)
			.resource(new ResourceQuotaBuilder().withNewMetadata()
				.withName("limit")
				.endMetadata()
				.withNewSpec()
				.addToHard(what, new Quantity(String.valueOf(count)))
				.endSpec()
				.build())
			.create();
		await().until(() -> client.resourceQuotas().inNamespace(name).withName("limit").get().getStatus() != null
				&& client.resourceQuotas()
					.inNamespace(name)
					.withName("limit")
					.get()
					.getStatus()
					.getHard()
					.containsKey(what));
	}

	void unlimit() {
		client.resourceQuotas().inNamespace(name).withName("limit").delete();
	}

	void assertIsEmpty() {
		assertThat(left(client, name)).isEmpty();
	}

	/** What runs may have left in a namespace. */
	static List<String> left(KubernetesClient client, String name) {
		return Stream
			.of(client.genericKubernetesResources("machinelearning.seldon.io/v1", "SeldonDeployment")
				.inNamespace(name)
				.list()
				.getItems(), client.apps().deployments().inNamespace(name).list().getItems(),
					client.apps().replicaSets().inNamespace(name).list().getItems(),
					client.pods().inNamespace(name).list().getItems(),
					client.services().inNamespace(name).list().getItems())
			.flatMap(List::stream)
			.map(object -> object.getKind() + " " + object.getMetadata().getName())
			.toList();
	}

	@Override
	public void close() {
		client.namespaces().withName(name).delete();
	}

}
