package org.seldonruns.seldon.resource;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seldonruns.seldon.resource.OwnedContainer.Terminated;
import org.seldonruns.seldon.resource.OwnedContainer.Waiting;

import static org.assertj.core.api.Assertions.assertThat;

class OwnedPodTests {

	@Test
	void readsAnObject() {
		OwnedPod pod = SeenPods.read("""
				apiVersion: v1
				kind: Pod
				metadata:
				  name: iris-xk2lp
				  uid: uid-1
				  ownerReferences: [{kind: ReplicaSet, name: iris-default-0-classifier-7d9f}]
				  creationTimestamp: "2026-11-22T06:43:09Z"
				  deletionTimestamp: "2026-11-22T06:44:09Z"
				spec: {nodeName: node-0}
				status:
				  conditions:
				  - {type: PodScheduled, status: "True"}
				  - {type: Ready, status: "False", reason: ContainersNotReady, message: "not yet"}
				  initContainerStatuses:
				  - {name: model, image: "init:1", ready: true, restartCount: 0,
				     state: {terminated: {exitCode: 0, reason: Completed}}}
				  containerStatuses:
				  - {name: classifier, image: "iris:1", ready: true, restartCount: 2,
				     state: {running: {startedAt: "2026-11-22T06:43:12Z"}},
				     lastState: {terminated: {exitCode: 137, reason: OOMKilled, message: "too much"}}}
				  - {name: engine, image: "engine:1", ready: false, restartCount: 0,
				     state: {waiting: {reason: ImagePullBackOff, message: "Back-off"}}}
				""");

		assertThat(pod).isEqualTo(
				new OwnedPod("uid-1", "iris-xk2lp", "iris-default-0-classifier", true, "2026-11-22T06:43:09Z", "node-0",
						List.of(new Condition("PodScheduled", "True", null, null),
								new Condition("Ready", "False", "ContainersNotReady", "not yet")),
						List.of(new OwnedContainer("model", true, "init:1", true, 0, null, null,
								new Terminated(0, "Completed", null)),
								new OwnedContainer("classifier", false, "iris:1", true, 2, "2026-11-22T06:43:12Z", null,
										new Terminated(137, "OOMKilled", "too much")),
								new OwnedContainer("engine", false, "engine:1", false, 0, null,
										new Waiting("ImagePullBackOff", "Back-off"), null))));
	}

	@Test
	void prefersCurrentTermination() {
		assertThat(SeenPods.pod("""
				containerStatuses:
				- name: classifier
				  state: {terminated: {exitCode: 2}}
				  lastState: {terminated: {exitCode: 1}}
				""").containers()).extracting(OwnedContainer::terminated)
			.containsExactly(new Terminated(2, null, null));
	}

	@ParameterizedTest
	@CsvSource({ "metadata: {name: iris}", "'metadata: {name: iris}\nspec: {}\nstatus: {}'",
			"'metadata: {name: iris}\nspec: {}\nstatus: {containerStatuses: [], conditions: []}'" })
	void readsObjectWithoutStatus(String body) {
		assertThat(SeenPods.read("apiVersion: v1\nkind: Pod\n" + body))
			.isEqualTo(new OwnedPod("null", "iris", "", false, null, null, List.of(), List.of()));
	}

	@Test
	void readsContainerWithoutState() {
		assertThat(SeenPods.pod("containerStatuses: [{name: classifier, state: {waiting: {}}}]").containers())
			.containsExactly(
					new OwnedContainer("classifier", false, "", false, 0, null, new Waiting("null", null), null));
	}

	@Test
	void findsAConditionOfTypeAndStatus() {
		OwnedPod pod = SeenPods.pod("conditions: [{type: Ready, status: 'True'}]");

		assertThat(pod.condition("Ready", "True")).isPresent();
		assertThat(pod.condition("Ready", "False")).isEmpty();
		assertThat(pod.condition("Initialized", "True")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "Warning, true", "Normal, false", "'', false" })
	void recognizesWarnings(String type, boolean warning) {
		assertThat(new SeenEvent("Pod", "iris", type, "BackOff", "again", 1).isWarning()).isEqualTo(warning);
	}

}
