package org.seldonruns.seldon.manifest;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.seldonruns.seldon.readiness.Readiness;
import org.seldonruns.seldon.readiness.ReadinessVerdict;
import org.seldonruns.seldon.resource.DeploymentRole;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.OwnedDeployment;
import org.seldonruns.seldon.resource.Resources;
import org.seldonruns.seldon.resource.ScalePatch;
import org.seldonruns.seldon.resource.PatchOperation;
import org.seldonruns.seldon.resource.SeldonDeployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The shapes that people publish SeldonDeployments in: which of the Deployments that the
 * operator makes of them are components, when all is ready, and what a scale changes.
 */
class PublishedShapesTests {

	static Stream<Arguments> shapes() {
		return Stream.of(arguments("an entry that has nothing but a name is no component", """
				predictors:
				- name: default
				  componentSpecs:
				  - metadata: {name: empty}
				  - metadata: {name: filled}
				    spec: {containers: [{name: classifier}]}
				  graph: {name: classifier}
				""", "iris-default-1-filled 1 classifier", "iris-default-1-filled 1", "/spec/replicas"),
				arguments("a given name takes the place of the containers' names in every entry", """
						predictors:
						- name: main
						  componentSpecs:
						  - metadata: {name: same}
						    spec: {containers: [{name: a}]}
						  - metadata: {name: same}
						    spec: {containers: [{name: b}]}
						  graph: {name: a, children: [{name: b}]}
						""", "iris-main-0-same 1 a; iris-main-1-same 1 b", "iris-main-0-same 1; iris-main-1-same 1",
						"/spec/replicas"),
				arguments("a name of more than 63 characters is a digest", """
						predictors:
						- name: sentiment-analysis-of-reviews-by-customers
						  replicas: 3
						  componentSpecs:
						  - spec: {containers: [{name: tokeniser}, {name: classifier}]}
						  graph: {name: tokeniser, children: [{name: classifier}]}
						""", "seldon-edcb9e9a3259f052c4f6f00552e6fdf1 3 tokeniser,classifier,seldon-container-engine",
						"seldon-edcb9e9a3259f052c4f6f00552e6fdf1 3", "/spec/predictors/0/replicas"),
				arguments("a predictor's name may be the start of another's", """
						predictors:
						- name: a
						  replicas: 1
						  componentSpecs: [{spec: {containers: [{name: b-model}]}}]
						  graph: {name: b-model}
						- name: a-b
						  replicas: 4
						  componentSpecs: [{spec: {containers: [{name: model}]}}]
						  graph: {name: model}
						""", "iris-a-b-0-model 4 model; iris-a-0-b-model 1 b-model",
						"iris-a-0-b-model 1; iris-a-b-0-model 4",
						"/spec/predictors/0/replicas, /spec/predictors/1/replicas"),
				arguments("servers are added to the first entry, whatever stands there", """
						predictors:
						- name: default
						  componentSpecs:
						  - spec: {containers: [{name: router}]}
						  - replicas: 2
						    spec: {containers: [{name: second}]}
						  graph:
						    name: router
						    children:
						    - {name: first, implementation: SKLEARN_SERVER}
						    - {name: second}
						""",
						"iris-default-0-router-first 1 router,first,seldon-container-engine; iris-default-1-second 2 second",
						"iris-default-0-router-first 1; iris-default-1-second 2",
						"/spec/replicas, /spec/predictors/0/componentSpecs/1/replicas"),
				arguments("a split between two servers is one component of two containers", """
						predictors:
						- name: default
						  replicas: 2
						  graph:
						    name: split
						    implementation: RANDOM_ABTEST
						    children:
						    - {name: a, implementation: MLFLOW_SERVER}
						    - {name: b, implementation: XGBOOST_SERVER}
						""", "iris-default-0-a-b 2 a,b,seldon-container-engine", "iris-default-0-a-b 2",
						"/spec/predictors/0/replicas"),
				arguments("an autoscaler owns its component and no other", """
						predictors:
						- name: default
						  componentSpecs:
						  - hpaSpec: {minReplicas: 3, maxReplicas: 9}
						    spec: {containers: [{name: a}]}
						  - spec: {containers: [{name: b}]}
						  graph: {name: a, children: [{name: b}]}
						""", "iris-default-0-a 3 a; iris-default-1-b 1 b", "iris-default-0-a 3; iris-default-1-b 1",
						"/spec/replicas"),
				arguments("a separate orchestrator is one a predictor, and no component", """
						annotations: {seldon.io/engine-separate-pod: "true"}
						predictors:
						- name: main
						  replicas: 2
						  componentSpecs: [{spec: {containers: [{name: m}]}}]
						  graph: {name: m}
						- name: shadow
						  shadow: true
						  componentSpecs: [{spec: {containers: [{name: m}]}}]
						  graph: {name: m}
						""", "iris-main-0-m 2 m; iris-shadow-0-m 1 m; "
						+ "iris-main-svc-orch 2 seldon-container-engine; iris-shadow-svc-orch 1 seldon-container-engine",
						"iris-main-0-m 2; iris-shadow-0-m 1", "/spec/predictors/0/replicas, /spec/replicas"),
				arguments("an explainer follows its predictor to none", """
						predictors:
						- name: default
						  replicas: 0
						  explainer: {type: AnchorTabular}
						  componentSpecs: [{spec: {containers: [{name: m}]}}]
						  graph: {name: m}
						""", "iris-default-0-m 0 m; iris-default-explainer 0 explainer", "iris-default-0-m 0",
						"/spec/predictors/0/replicas"),
				arguments("an orchestrator may be told to have none", """
						annotations: {seldon.io/engine-separate-pod: "true"}
						predictors:
						- name: default
						  svcOrchSpec: {replicas: 0}
						  componentSpecs: [{spec: {containers: [{name: m}]}}]
						  graph: {name: m}
						""", "iris-default-0-m 1 m; iris-default-svc-orch 0 seldon-container-engine",
						"iris-default-0-m 1", "/spec/replicas"),
				arguments("a stub behind a separate orchestrator has nothing to scale", """
						annotations: {seldon.io/engine-separate-pod: "true"}
						predictors:
						- name: default
						  replicas: 1
						  graph: {name: stub, implementation: SIMPLE_MODEL}
						""", "iris-default-svc-orch 1 seldon-container-engine", "", ""));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("shapes")
	void publishedManifestsAreValid(String shape, String spec, String made, String components, String scaled) {
		// Without one that wants none the operator says so as well.
		boolean none = made.contains(" 0 ");
		SeldonDeployment resource = Resources.shown(Resources.withSpec(spec), 1,
				none ? "Creating" : SeldonDeployment.AVAILABLE);
		List<OwnedDeployment> deployments = Stream.of(made.split("; ")).map(PublishedShapesTests::deployment).toList();

		assertThat(judge(resource, deployments)).isInstanceOfSatisfying(ReadinessVerdict.Ready.class,
				ready -> assertThat(ready.components()).filteredOn(each -> each.role() == DeploymentRole.COMPONENT)
					.extracting(each -> each.deployment() + " " + each.replicas())
					.containsExactlyInAnyOrder(components.isEmpty() ? new String[0] : components.split("; ")));
		for (OwnedDeployment missing : deployments) {
			assertThat(judge(resource, deployments.stream().filter(each -> !each.equals(missing)).toList()))
				.as("without %s", missing.name())
				.isInstanceOf(ReadinessVerdict.NotReady.class);
		}
		assertThat(ScalePatch.plan(resource, 2).changes()).filteredOn(change -> change.op().equals("add"))
			.extracting(PatchOperation::path)
			.containsExactly(scaled.isEmpty() ? new String[0] : scaled.split(", "));
	}

	private static ReadinessVerdict judge(SeldonDeployment resource, List<OwnedDeployment> deployments) {
		return Readiness.initial(1)
			.judge(new Present(resource, deployments, List.of(), List.of(), List.of(), List.of()));
	}

	private static OwnedDeployment deployment(String text) {
		String[] parts = text.split(" ", 3);
		return Resources.settled(parts[0], Integer.parseInt(parts[1]), parts[2].split(","));
	}

}
