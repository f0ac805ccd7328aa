package org.seldonruns.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Compares the simulated cluster with recordings of a real one for the same manifests.
 * The intermediate states that the real operator observed depended on timing, so the
 * simulated operator is paused until the Deployments have the recorded state.
 */
class TraceComparisonTests {

	private static final String NAMESPACE = "recorded";

	/** A speed at which no progress deadline passes during the earlier steps. */
	private static final double BEFORE_THE_DEADLINE = 0.01;

	private static final double TO_THE_DEADLINE = 100;

	static Stream<String> played() {
		return Trace.names().filter((name) -> !"refused".equals(name));
	}

	@ParameterizedTest
	@MethodSource("played")
	void reportsSameStatesAsRealCluster(String name) {
		Trace trace = Trace.read(name);
		List<SeldonState> expected = SeldonState.distinct(trace.observations("SeldonDeployment")
			.map((observation) -> SeldonState.of(observation.type(), observation.object())));
		List<DeploymentState> deployments = trace.observations("Deployment")
			.map((observation) -> DeploymentState.of(observation.type(), observation.object()))
			.toList();
		Behaviour behaviour = new Behaviour().speed("image-pull".equals(name) ? BEFORE_THE_DEADLINE : 5).limitAll(0, 0);
		try (SimulatedCluster cluster = SimulatedCluster.start(behaviour);
				Recorder recorder = new Recorder(cluster.client(), NAMESPACE)) {
			play(cluster, recorder, trace, expected);
			assertThat(recorder.seldonStates()).isEqualTo(expected);
			await().untilAsserted(() -> assertSameDeployments(recorder.deploymentStates(), deployments));
			assertThat(reports(cluster.client().v1().events().inNamespace(NAMESPACE).list().getItems().stream()))
				.containsExactlyInAnyOrderElementsOf(
						reports(trace.observations("Event").map(Trace.Observation::event)));
		}
	}

	@Test
	void rejectsLikeRealCluster() {
		Trace trace = Trace.read("refused");
		assertThat(trace.steps()).singleElement().isInstanceOfSatisfying(Trace.Action.class, (refused) -> {
			try (SimulatedCluster cluster = SimulatedCluster.start()) {
				KubernetesClientException exception = catchThrowableOfType(KubernetesClientException.class,
						() -> resource(cluster, trace).create());
				assertThat(exception.getCode()).isEqualTo(refused.status());
				assertThat(Json.of(exception.getStatus())).isEqualTo(refused.body());
			}
		});
	}

	/**
	 * Returns the Events of the operator without UpdateFailed, whose number depends on
	 * timing.
	 */
	private static Set<String> reports(Stream<Event> events) {
		return events.filter((event) -> "SeldonDeployment".equals(event.getInvolvedObject().getKind()))
			.filter((event) -> !"UpdateFailed".equals(event.getReason()))
			.map((event) -> String.join(" ", event.getType(), event.getReason(), event.getMessage()))
			.collect(Collectors.toSet());
	}

	private static void play(SimulatedCluster cluster, Recorder recorder, Trace trace, List<SeldonState> expected) {
		Resource<GenericKubernetesResource> resource = resource(cluster, trace);
		for (int i = 0; i < expected.size(); i++) {
			SeldonState state = expected.get(i);
			if (i == 0 || state.generation() != expected.get(i - 1).generation()) {
				int index = i;
				cluster.operator().whileHeld(() -> {
					write(cluster, resource, state);
					awaitState(recorder, index, state);
				});
				continue;
			}
			if (!state.gone()) {
				cluster.operator().whileHeld(() -> {
					state.deployments()
						.forEach((name, counts) -> cluster.behaviour()
							.limit(name, counts.replicas(), counts.available()));
					awaitCounts(cluster, state);
				});
			}
			if ("Failed".equals(state.state())) {
				cluster.behaviour().speed(TO_THE_DEADLINE);
			}
			awaitState(recorder, i, state);
		}
	}

	/** Repeats the write that led to this generation in the recording. */
	private static void write(SimulatedCluster cluster, Resource<GenericKubernetesResource> resource,
			SeldonState state) {
		if (state.deleting()) {
			cluster.behaviour().unlimited();
			resource.withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
		}
		else if (state.generation() == 1) {
			resource.create();
		}
		else {
			resource.patch(PatchContext.of(PatchType.JSON), scaleToTwo(Json.of(resource.get())).toString());
		}
	}

	private static ArrayNode scaleToTwo(ObjectNode object) {
		ArrayNode patch = Json.object().putArray("patch");
		replicas(patch, "/spec");
		JsonNode predictors = object.path("spec").path("predictors");
		for (int i = 0; i < predictors.size(); i++) {
			if (predictors.get(i).has("replicas")) {
				replicas(patch, "/spec/predictors/" + i);
			}
		}
		return patch;
	}

	private static void replicas(ArrayNode patch, String path) {
		patch.addObject().put("op", "add").put("path", path + "/replicas").put("value", 2);
	}

	private static void awaitCounts(SimulatedCluster cluster, SeldonState state) {
		state.deployments().forEach((name, counts) -> await().untilAsserted(() -> {
			JsonNode status = Json.of(cluster.client().apps().deployments().inNamespace(NAMESPACE).withName(name).get())
				.path("status");
			assertThat(status.path("replicas").asInt()).isEqualTo(counts.replicas());
			assertThat(status.path("availableReplicas").asInt()).isEqualTo(counts.available());
		}));
	}

	private static void awaitState(Recorder recorder, int index, SeldonState state) {
		await().untilAsserted(() -> {
			List<SeldonState> seen = recorder.seldonStates();
			assertThat(seen).hasSizeGreaterThan(index);
			assertThat(seen.get(index)).isEqualTo(state);
		});
	}

	private static void assertSameDeployments(List<DeploymentState> actual, List<DeploymentState> expected) {
		var actualByName = actual.stream().collect(Collectors.groupingBy(DeploymentState::name));
		var expectedByName = expected.stream().collect(Collectors.groupingBy(DeploymentState::name));
		assertThat(actualByName).containsOnlyKeys(expectedByName.keySet());
		expectedByName.forEach((name, states) -> {
			List<DeploymentState> seen = actualByName.getOrDefault(name, List.of());
			assertThat(SeldonState.distinct(seen.stream().map(DeploymentState::specification)))
				.isEqualTo(SeldonState.distinct(states.stream().map(DeploymentState::specification)));
			assertThat(DeploymentState.settled(seen)).isEqualTo(DeploymentState.settled(states));
		});
	}

	private static Resource<GenericKubernetesResource> resource(SimulatedCluster cluster, Trace trace) {
		GenericKubernetesResource manifest = cluster.client()
			.getKubernetesSerialization()
			.unmarshal(trace.manifest(), GenericKubernetesResource.class);
		return cluster.client()
			.genericKubernetesResources(manifest.getApiVersion(), manifest.getKind())
			.inNamespace(NAMESPACE)
			.resource(manifest);
	}

	private static ConditionFactory await() {
		return Awaitility.await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(60));
	}

}
