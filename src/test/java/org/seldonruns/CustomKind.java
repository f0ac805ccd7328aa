package org.seldonruns;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

import static org.awaitility.Awaitility.await;

/**
 * A CRD of another operator that accepts any fields. If the API server already serves the
 * kind, the CRD is left unchanged.
 */
final class CustomKind implements AutoCloseable {

	private final KubernetesClient client;

	private final @Nullable CustomResourceDefinition made;

	CustomKind(KubernetesClient client, String group, String version, String kind, String plural) {
		this.client = client;
		String name = plural + "." + group;
		boolean known = client.apiextensions().v1().customResourceDefinitions().withName(name).get() != null;
		this.made = known ? null : client.resource(definition(name, group, version, kind, plural)).create();
		await().until(() -> client.supports(group + "/" + version, kind));
	}

	private static CustomResourceDefinition definition(String name, String group, String version, String kind,
			String plural) {
		return new CustomResourceDefinitionBuilder().withNewMetadata()
			.withName(name)
			.endMetadata()
			.withNewSpec()
			.withGroup(group)
			.withScope("Namespaced")
			.withNewNames()
			.withKind(kind)
			.withPlural(plural)
			.endNames()
			.addNewVersion()
			.withName(version)
			.withServed(true)
			.withStorage(true)
			.withNewSchema()
			.withNewOpenAPIV3Schema()
			.withType("object")
			.withXKubernetesPreserveUnknownFields(true)
			.endOpenAPIV3Schema()
			.endSchema()
			.endVersion()
			.endSpec()
			.build();
	}

	@Override
	public void close() {
		if (made != null) {
			client.resource(made).delete();
			await().until(() -> client.resource(made).get() == null);
		}
	}

}
