package org.seldonruns.lifecycle;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.jspecify.annotations.Nullable;
import org.seldonruns.lifecycle.step.DiagnosisSettings;
import org.seldonruns.run.request.Upload;
import org.seldonruns.seldon.manifest.Manifest;
import org.seldonruns.seldon.manifest.UploadedManifests;
import org.seldonruns.seldon.resource.ObservedState;
import org.seldonruns.seldon.resource.OwnedDeployment;
import org.seldonruns.seldon.resource.SeldonDeployment;

/** A SeldonDeployment as a test wants it: as an upload, as a resource, or as watched. */
public final class Sample {

	public static final String UID = "uid-1";

	public static final DiagnosisSettings DIAGNOSIS = new DiagnosisSettings(Duration.ofSeconds(30), 3,
			Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30),
			Duration.ofSeconds(10));

	public static final String DEPLOYMENT = "iris-default-0-classifier";

	public static final String AUTOSCALED_DEPLOYMENT = "iris-default-1-drift";

	private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

	private static final String HEAD = """
			apiVersion: machinelearning.seldon.io/v1
			kind: SeldonDeployment
			metadata: {name: iris}
			spec:
			  predictors:
			  - name: default
			    graph: {name: classifier, type: MODEL, implementation: SIMPLE_MODEL}
			    componentSpecs:
			""";

	private static final String PLAIN = """
			    - spec: {containers: [{name: classifier, image: 'seldonio/mock_classifier:1.18.2'}]}
			""";

	private static final String AUTOSCALED = """
			    - hpaSpec: {minReplicas: 1, maxReplicas: 4}
			      spec: {containers: [{name: %s, image: 'seldonio/mock_classifier:1.18.2'}]}
			""";

	private final String yaml;

	private final List<OwnedDeployment> deployments = new ArrayList<>();

	private String uid = UID;

	private long generation = 1;

	private boolean deleting;

	private List<String> finalizers = List.of();

	private @Nullable String state;

	private @Nullable String description;

	private Sample(String yaml) {
		this.yaml = yaml;
	}

	/** One component, which wants one replica. */
	public static Sample single() {
		return new Sample(HEAD + PLAIN);
	}

	/** One component, whose replicas an autoscaler owns. */
	public static Sample autoscaled() {
		return new Sample(HEAD + AUTOSCALED.formatted("classifier"));
	}

	/**
	 * One component that wants one replica, and one whose replicas an autoscaler owns.
	 */
	public static Sample mixed() {
		return new Sample(HEAD + PLAIN + AUTOSCALED.formatted("drift"));
	}

	/** No component at all. */
	public static Sample withoutComponents() {
		return new Sample(HEAD + "      []\n");
	}

	public static Sample of(String yaml) {
		return new Sample(yaml);
	}

	public static Sample of(Manifest manifest) {
		return new Sample(SERIALIZATION.asYaml(manifest.document()));
	}

	public static ObservedState gone(String... left) {
		return new ObservedState.Gone(false, List.of(left));
	}

	public static ObservedState replaced() {
		return new ObservedState.Gone(true, List.of());
	}

	public Sample uid(String value) {
		uid = value;
		return this;
	}

	public Sample generation(long value) {
		generation = value;
		return this;
	}

	public Sample state(String value) {
		state = value;
		return this;
	}

	public Sample description(String value) {
		description = value;
		return this;
	}

	public Sample deleting() {
		deleting = true;
		return this;
	}

	public Sample finalizers(String... values) {
		finalizers = List.of(values);
		return this;
	}

	/**
	 * Its one component's Deployment has so many replicas, of as many that are wanted.
	 */
	public Sample has(int replicas) {
		return has(DEPLOYMENT, replicas, replicas);
	}

	public Sample has(String deployment, int available, int wanted) {
		String container = deployment.substring(deployment.lastIndexOf('-') + 1);
		deployments.add(new OwnedDeployment(deployment, List.of(container), 1, 1, wanted, available, available,
				available, available, List.of()));
		return this;
	}

	/** The same, and {@code Available}. */
	public Sample availableWith(int replicas) {
		return state(SeldonDeployment.AVAILABLE).has(replicas);
	}

	String yaml() {
		return yaml;
	}

	Upload upload() {
		return new Upload(yaml.getBytes(StandardCharsets.UTF_8), "application/yaml");
	}

	Manifest manifest() {
		return Manifest.parse(yaml.getBytes(StandardCharsets.UTF_8));
	}

	UploadedManifests manifests() {
		return new UploadedManifests(manifest(), null);
	}

	public SeldonDeployment resource() {
		GenericKubernetesResource object = SERIALIZATION.unmarshal(yaml, GenericKubernetesResource.class);
		SeldonDeployment read = SeldonDeployment.of(object);
		return new SeldonDeployment(read.name(), uid, read.version(), generation, read.labels(), finalizers, deleting,
				state, description, read.replicas(), read.separateOrchestrator(), read.predictors(), read.content());
	}

	public ObservedState seen(String... owned) {
		return new ObservedState.Present(resource(), deployments, List.of(), List.of(), List.of(), List.of(owned));
	}

}
