package org.seldonruns.seldon.symptom;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.OwnedDeployment;
import org.seldonruns.seldon.resource.OwnedPod;
import org.seldonruns.seldon.resource.Resources;
import org.seldonruns.seldon.resource.SeenPods;
import org.seldonruns.seldon.resource.SeldonDeployment;

import static org.assertj.core.api.Assertions.assertThat;

class OperatorContainersTests {

	private static final SeldonDeployment EXPLAINED = Resources.withSpec("""
			predictors:
			- name: default
			  explainer: {type: AnchorTabular}
			  componentSpecs: [{spec: {containers: [{name: classifier}]}}]
			""");

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			container seldon-container-engine in pod iris-0      | svcOrchSpec
			init container classifier-model-initializer in pod x | envSecretRefName
			Pods of Deployment iris-default-explainer            | predictors[].explainer
			""")
	void saysWhereAnAddedContainerIsConfigured(String text, String field) {
		assertThat(OperatorContainers.hint(text, EXPLAINED)).startsWith(" The operator adds").contains(field);
	}

	@ParameterizedTest
	@CsvSource({ "container classifier in pod iris-explainer-0", "container my-seldon-container-engine2 in pod x" })
	void saysNothingAboutContainersOfTheManifest(String text) {
		assertThat(OperatorContainers.hint(text, Resources.withSpec(Resources.ONE_COMPONENT))).isEmpty();
	}

	@Test
	void restartsOfAnExplainerDoNotCountBeforeItsModelIsAvailable() {
		assertThat(crash(0).container()).isEqualTo(new Symptom.ContainerName("e", "explainer", 5, true));
		assertThat(crash(1).container()).isEqualTo(new Symptom.ContainerName("e", "explainer", 5, false));
	}

	private static Symptom crash(int availableModels) {
		OwnedDeployment model = new OwnedDeployment(Resources.CLASSIFIER, List.of("classifier"), 1, 1, 1, 1, 1,
				availableModels, availableModels, List.of());
		OwnedPod explainer = SeenPods.read("""
				apiVersion: v1
				kind: Pod
				metadata: {name: e, uid: u, ownerReferences: [{kind: ReplicaSet, name: iris-default-explainer-7d9f}]}
				status:
				  containerStatuses:
				  - {name: explainer, restartCount: 5, state: {waiting: {reason: CrashLoopBackOff}}}
				""");
		return Symptoms
			.of(new Present(Resources.shown(EXPLAINED, 1, "Creating"), List.of(model), List.of(explainer), List.of(),
					List.of(), List.of()))
			.getFirst();
	}

}
