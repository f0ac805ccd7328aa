package org.seldonruns.seldon.symptom;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.OwnedPod;
import org.seldonruns.seldon.resource.SeenPods;
import org.seldonruns.seldon.symptom.Symptom.Certainty;
import org.seldonruns.seldon.symptom.Symptom.Kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.seldon.resource.SeenPods.POD;
import static org.seldonruns.seldon.resource.SeenPods.deployment;
import static org.seldonruns.seldon.resource.SeenPods.pod;
import static org.seldonruns.seldon.resource.SeenPods.present;
import static org.seldonruns.seldon.resource.SeenPods.waiting;
import static org.seldonruns.seldon.resource.SeenPods.warning;

/** Each word that a kubelet has for what it cannot do leads to a cause. */
class KubeletReasonsTests {

	private static final String UNSETTLED = "{type: Available, status: 'False', reason: MinimumReplicasUnavailable}";

	@ParameterizedTest
	@CsvSource({ "ErrImagePull, IMAGE_PULL, PROBABLE", "ImagePullBackOff, IMAGE_PULL, PROBABLE",
			"ErrImageNeverPull, IMAGE_PULL, PROBABLE", "RegistryUnavailable, IMAGE_PULL, PROBABLE",
			"ImageInspectError, IMAGE_PULL, PROBABLE", "SignatureValidationFailed, IMAGE_PULL, PROBABLE",
			"InvalidImageName, IMAGE_PULL, CERTAIN", "CrashLoopBackOff, CRASH_LOOP, PROBABLE",
			"CreateContainerConfigError, CONTAINER_CONFIG, PROBABLE",
			"CreateContainerError, CONTAINER_CONFIG, PROBABLE", "RunContainerError, CONTAINER_CONFIG, PROBABLE",
			"RunInitContainerError, CONTAINER_CONFIG, PROBABLE", "PreCreateHookError, CONTAINER_CONFIG, PROBABLE",
			"PreStartHookError, CONTAINER_CONFIG, PROBABLE", "PostStartHookError, CONTAINER_CONFIG, PROBABLE",
			"VerifyNonRootError, CONTAINER_CONFIG, PROBABLE", "CreatePodSandboxError, CONTAINER_CONFIG, PROBABLE",
			"ConfigPodSandboxError, CONTAINER_CONFIG, PROBABLE",
			"InvalidEnvironmentVariableNames, CONTAINER_CONFIG, PROBABLE" })
	void waitingReasonIsMappedToSymptom(String reason, Kind kind, Certainty certainty) {
		assertThat(Symptoms.of(present(List.of(waiting(POD, reason, "no"))))).singleElement().satisfies(symptom -> {
			assertThat(symptom.kind()).isEqualTo(kind);
			assertThat(symptom.certainty()).isEqualTo(certainty);
			assertThat(symptom.explanation()).contains("ontainer classifier in pod " + POD);
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					1   | Error                  | ended with exit code 1 (Error) and was restarted once: no.
					137 | OOMKilled              | ended with exit code 137 (OOMKilled: it ran out of memory) and was restarted once: no.
					0   | Completed              | ended with exit code 0 (Completed) and was restarted once: no.
					137 | ContainerStatusUnknown | ended with exit code 137 (ContainerStatusUnknown) and was restarted once: no.
					128 | StartError             | failed to start with exit code 128 (StartError) and was restarted once: no.
					127 | ContainerCannotRun     | failed to start with exit code 127 (ContainerCannotRun) and was restarted once: no.
					""")
	void describesTerminationAndRestarts(int code, String reason, String said) {
		assertThat(Symptoms.of(present(List.of(pod("""
				containerStatuses:
				- name: classifier
				  restartCount: 1
				  state: {waiting: {reason: CrashLoopBackOff}}
				  lastState: {terminated: {exitCode: %d, reason: %s, message: 'no'}}
				""".formatted(code, reason)))))).singleElement().satisfies(symptom -> {
			assertThat(symptom.kind()).isEqualTo(Kind.CRASH_LOOP);
			assertThat(symptom.explanation()).isEqualTo("Container classifier in pod " + POD + " " + said);
		});
	}

	@Test
	void terminatedSidecarIsInitContainer() {
		assertThat(Symptoms.of(present(List.of(pod("""
				initContainerStatuses:
				- {name: proxy, ready: false, restartCount: 4, state: {waiting: {reason: CrashLoopBackOff}},
				   lastState: {terminated: {exitCode: 2, reason: Error}}}
				containerStatuses:
				- {name: classifier, ready: false, restartCount: 0, state: {waiting: {reason: PodInitializing}}}
				"""))))).singleElement()
			.satisfies(symptom -> assertThat(symptom.explanation()).isEqualTo("Init container proxy in pod " + POD
					+ " ended with exit code 2 (Error) and was restarted 4 times."));
	}

	@ParameterizedTest
	@ValueSource(strings = { "FailedCreatePodSandBox", "NetworkNotReady" })
	void detectsFailedSandbox(String reason) {
		assertThat(Symptoms.of(present(List.of(waiting(POD, "ContainerCreating", "")),
				warning(reason, "no IP addresses available in range"))))
			.containsExactly(new Symptom(Kind.CONTAINER_CONFIG, Certainty.POSSIBLE, "The containers of pod " + POD
					+ " cannot be created because the sandbox of the pod cannot be created: no IP addresses available in range.",
					List.of("Pod " + POD + ", event " + reason + ": no IP addresses available in range"), null));
		assertThat(Symptoms
			.of(present(List.of(waiting("other", "ContainerCreating", "")), warning(reason, "of a pod that was"))))
			.isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					Evicted | The node was low on resource: memory. | was evicted from its node: The node was low on resource: memory.
					OutOfcpu | Node didn't have enough resource: cpu | was rejected by its node (OutOfcpu): Node didn't have enough resource: cpu.
					UnexpectedAdmissionError | no devices | was rejected by its node (UnexpectedAdmissionError): no devices.
					NodeAffinity | no match | was rejected by its node (NodeAffinity): no match.
					NodeShutdown | Pod was rejected as the node is shutting down. | was rejected by its node (NodeShutdown): Pod was rejected as the node is shutting down.
					""")
	void reportsFailedPod(String reason, String message, String said) {
		Present present = present("Creating", null, List.of(deployment(UNSETTLED)), List.of(failed(reason, message)));

		assertThat(Symptoms.of(present))
			.containsExactly(new Symptom(Kind.UNSCHEDULABLE, Certainty.POSSIBLE, "Pod " + POD + " " + said,
					List.of("Pod " + POD + ", condition Failed True (" + reason + "): " + message), null));
	}

	@Test
	void ignoresFailedPodOnceAnotherHasContainers() {
		OwnedPod failed = failed("Evicted", "low on memory");
		OwnedPod pulling = waiting("next", "ErrImagePull", "no");

		assertThat(Symptoms.of(present("Creating", null, List.of(deployment(UNSETTLED)), List.of(failed, pulling))))
			.extracting(Symptom::kind)
			.containsExactly(Kind.IMAGE_PULL);
		assertThat(Symptoms.of(present("Available", null, List.of(), List.of(failed)))).isEmpty();
	}

	@Test
	void namesTheLatestFailedPod() {
		OwnedPod earlier = SeenPods.read("""
				metadata: {name: earlier, creationTimestamp: "2026-11-22T06:00:00Z"}
				status: {phase: Failed, reason: Evicted, message: 'no'}
				""");

		assertThat(Symptoms.of(present("Creating", null, List.of(deployment(UNSETTLED)),
				List.of(failed("OutOfpods", "too many"), earlier))))
			.singleElement()
			.satisfies(symptom -> assertThat(symptom.explanation()).isEqualTo("Pod " + POD
					+ " was rejected by its node (OutOfpods): too many. 1 other pod has the same problem."));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{name: c, state: {waiting: {reason: ContainerCreating}}}                       | container c in pod P is waiting: ContainerCreating
					{name: c, state: {running: {startedAt: "2026-11-22T06:43:12Z"}}, ready: false} | container c in pod P is running but not ready
					{name: c}                                                                      | container c in pod P has not started
					""")
	void describesUnreadyContainersWithoutAProblem(String status, String said) {
		Present present = present(List.of(pod("containerStatuses: [" + status + "]")));

		assertThat(Symptoms.of(present)).isEmpty();
		assertThat(Symptoms.unready(present)).containsExactly(said.replace("pod P", "pod " + POD));
	}

	@Test
	void describesARunningInitContainer() {
		assertThat(Symptoms.unready(present(List.of(pod("""
				initContainerStatuses:
				- {name: model-initializer, ready: false, state: {running: {startedAt: "2026-11-22T06:43:12Z"}}}
				containerStatuses:
				- {name: classifier, ready: false, state: {waiting: {reason: PodInitializing}}}
				"""), pod("ready", "conditions: [{type: Ready, status: 'True'}]"), pod("new", "{}"))))).containsExactly(
				"init container model-initializer in pod " + POD + " is still running",
				"container classifier in pod " + POD + " is waiting: PodInitializing",
				"pod new is bound to node node-0, whose kubelet does not report it; check that the node exists and is ready");
	}

	private static OwnedPod failed(String reason, String message) {
		return pod("phase: Failed\nreason: %s\nmessage: '%s'\n".formatted(reason, message.replace("'", "''")));
	}

}
