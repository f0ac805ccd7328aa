package org.seldonruns.seldon.resource;

import java.util.List;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import org.jspecify.annotations.Nullable;
import org.seldonruns.seldon.manifest.Manifest;
import org.seldonruns.seldon.manifest.Uploads;

/** SeldonDeployments and Deployments as a cluster shows them, for tests. */
public final class Resources {

	static final String UID = "4f8a9534-172e-40ea-a196-46636845477a";

	/** One predictor with one component: the Deployment {@link #CLASSIFIER}. */
	public static final String ONE_COMPONENT = """
			predictors:
			- name: default
			  componentSpecs:
			  - spec: {containers: [{name: classifier}]}
			  graph: {name: classifier}
			""";

	public static final String CLASSIFIER = "iris-default-0-classifier";

	private Resources() {
	}

	/** What the API server has of a manifest right after it was created. */
	static GenericKubernetesResource object(Manifest manifest) {
		GenericKubernetesResource object = new GenericKubernetesResource();
		object.setApiVersion(manifest.apiVersion());
		object.setKind(Manifest.KIND);
		object.setMetadata(new ObjectMetaBuilder().withName(manifest.name()).withUid(UID).withGeneration(1L).build());
		object.setAdditionalProperty("spec", manifest.document().get("spec"));
		return object;
	}

	/** The resource named iris with this spec, in YAML. */
	public static SeldonDeployment withSpec(String spec) {
		return SeldonDeployment.of(object(Uploads.parse(Uploads.HEAD + "spec:\n" + spec.indent(2))));
	}

	public static SeldonDeployment shown(SeldonDeployment resource, long generation, @Nullable String state) {
		return new SeldonDeployment(resource.name(), resource.uid(), resource.version(), generation, resource.labels(),
				resource.finalizers(), resource.deleting(), state, resource.description(), resource.replicas(),
				resource.separateOrchestrator(), resource.predictors(), resource.content());
	}

	public static SeldonDeployment available(String spec) {
		return shown(withSpec(spec), 1, SeldonDeployment.AVAILABLE);
	}

	/** A Deployment that has what it asks for. */
	public static OwnedDeployment settled(String name, int count, String... containers) {
		return new OwnedDeployment(name, List.of(containers), 1, 1, count, count, count, count, count, List.of());
	}

}
