package org.seldonruns.seldon.symptom;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seldonruns.seldon.resource.OwnedPod;
import org.seldonruns.seldon.symptom.Symptom.Certainty;
import org.seldonruns.seldon.symptom.Symptom.ContainerName;
import org.seldonruns.seldon.symptom.Symptom.Kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.seldon.resource.SeenPods.POD;
import static org.seldonruns.seldon.resource.SeenPods.pod;
import static org.seldonruns.seldon.resource.SeenPods.present;
import static org.seldonruns.seldon.resource.SeenPods.waiting;
import static org.seldonruns.seldon.resource.SeenPods.warning;

class ContainerSymptomsTests {

	private static final String RUNNING = """
			containerStatuses:
			- name: classifier
			  ready: %s
			  restartCount: %d
			  state: {running: {startedAt: "2026-11-22T06:43:12Z"}}
			""";

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`',
			value = { "ErrImagePull,rpc error: code = NotFound,rpc error: code = NotFound.",
					"ImagePullBackOff,Back-off pulling image \"registry.invalid/iris:1\": ErrImagePull: not found,"
							+ "Back-off pulling image \"registry.invalid/iris:1\": ErrImagePull: not found.",
					"ErrImageNeverPull,Container image \"registry.invalid/iris:1\" is not present,"
							+ "Container image \"registry.invalid/iris:1\" is not present.",
					"RegistryUnavailable,no route,no route.", "ImageInspectError,broken.,broken." })
	void detectsAnImageThatCannotBePulled(String reason, String message, String sentence) {
		Symptom symptom = only(waiting(POD, reason, message));

		assertThat(symptom.kind()).isEqualTo(Kind.IMAGE_PULL);
		assertThat(symptom.certainty()).isEqualTo(Certainty.PROBABLE);
		assertThat(symptom.explanation()).isEqualTo("The image registry.invalid/iris:1 of container classifier in pod "
				+ POD + " cannot be pulled: " + sentence);
		assertThat(symptom.evidence()).containsExactly(
				"Pod " + POD + ", container classifier, image registry.invalid/iris:1: not ready, waiting: " + reason
						+ ": " + message);
		assertThat(symptom.container()).isNull();
	}

	@Test
	void detectsAnInvalidImageName() {
		List<Symptom> symptoms = Symptoms
			.of(present(List.of(waiting("other", "ErrImagePull", "no"), waiting(POD, "InvalidImageName", "parse"))));

		assertThat(symptoms).singleElement().satisfies(symptom -> {
			assertThat(symptom.certainty()).isEqualTo(Certainty.CERTAIN);
			assertThat(symptom.explanation())
				.isEqualTo("The image name registry.invalid/iris:1 of container classifier in pod " + POD
						+ " is invalid: parse. 1 other container has the same problem.");
			assertThat(symptom.evidence()).hasSize(2);
		});
	}

	@Test
	void usesReasonFromEventsOfOlderKubelets() {
		List<Symptom> symptoms = Symptoms
			.of(present(List.of(waiting(POD, "ImagePullBackOff", "Back-off pulling image \"registry.invalid/iris:1\"")),
					warning("Failed", "Failed to pull image \"registry.invalid/iris:1\": no such host"),
					warning("Failed", "Error: ErrImagePull"), warning("other", "Failed", "Failed to pull image")));

		assertThat(symptoms).singleElement().satisfies(symptom -> {
			assertThat(symptom.explanation())
				.endsWith("cannot be pulled: Failed to pull image \"registry.invalid/iris:1\": no such host.");
			assertThat(symptom.evidence()).hasSize(3);
		});
	}

	@Test
	void detectsATerminatedContainer() {
		Symptom symptom = only(pod("""
				containerStatuses:
				- name: classifier
				  image: iris:1
				  ready: false
				  restartCount: 3
				  state: {waiting: {reason: CrashLoopBackOff, message: "back-off 40s restarting failed container"}}
				  lastState: {terminated: {exitCode: 1, reason: Error, message: "Traceback\\nKeyError: model\\n"}}
				"""));

		assertThat(symptom).isEqualTo(new Symptom(Kind.CRASH_LOOP, Certainty.PROBABLE,
				"Container classifier in pod " + POD
						+ " ended with exit code 1 (Error) and was restarted 3 times: Traceback KeyError: model.",
				List.of("Pod " + POD + ", container classifier, image iris:1: not ready, waiting: CrashLoopBackOff: "
						+ "back-off 40s restarting failed container, ended with exit code 1 (Error): "
						+ "Traceback KeyError: model, restarts: 3"),
				new ContainerName(POD, "classifier", 3)));
	}

	@Test
	void detectsAContainerThatRanOutOfMemory() {
		assertThat(only(pod("""
				containerStatuses:
				- name: classifier
				  restartCount: 1
				  state: {terminated: {exitCode: 137, reason: OOMKilled}}
				""")).explanation()).isEqualTo("Container classifier in pod " + POD
				+ " ended with exit code 137 (OOMKilled: it ran out of memory) and was restarted once.");
	}

	@Test
	void detectsAFailedInitContainer() {
		assertThat(only(pod("""
				initContainerStatuses:
				- {name: first, ready: true, restartCount: 0, state: {terminated: {exitCode: 0, reason: Completed}}}
				- {name: model, ready: false, restartCount: 0, state: {terminated: {exitCode: 2, reason: Error}}}
				containerStatuses:
				- {name: classifier, ready: false, restartCount: 0, state: {waiting: {reason: PodInitializing}}}
				"""))).satisfies(symptom -> {
			assertThat(symptom.kind()).isEqualTo(Kind.CRASH_LOOP);
			assertThat(symptom.explanation())
				.isEqualTo("Init container model in pod " + POD + " ended with exit code 2 (Error).");
		});
	}

	@Test
	void namesTheContainerWithTheMostRestarts() {
		Symptom symptom = only(pod("""
				containerStatuses:
				- {name: one, restartCount: 1, state: {terminated: {exitCode: 1}}}
				- {name: two, restartCount: 4, state: {terminated: {exitCode: 0, reason: Completed}}}
				"""));

		assertThat(symptom.container()).isEqualTo(new ContainerName(POD, "two", 4));
		assertThat(symptom.explanation()).isEqualTo("Container two in pod " + POD
				+ " ended with exit code 0 (Completed) and was restarted 4 times. 1 other container has the same problem.");
	}

	@Test
	void namesTheProbeThatKilledAContainer() {
		assertThat(Symptoms.of(present(List.of(pod("""
				containerStatuses:
				- {name: classifier, restartCount: 2, state: {waiting: {reason: CrashLoopBackOff}},
				   lastState: {terminated: {exitCode: 143, reason: Error}}}
				""")), warning("Unhealthy", "Liveness probe failed: HTTP probe failed with statuscode: 500"),
				warning("Unhealthy", "Readiness probe failed: timeout"))))
			.singleElement()
			.satisfies(symptom -> assertThat(symptom.explanation()).endsWith("restarted 2 times. "
					+ "A probe failed in this pod: Liveness probe failed: HTTP probe failed with statuscode: 500."));
	}

	@Test
	void restartedContainerIsOnlyPossibleSymptom() {
		OwnedPod again = pod(RUNNING.formatted(false, 2) + "  lastState: {terminated: {exitCode: 1}}\n");

		assertThat(only(again).kind()).isEqualTo(Kind.CRASH_LOOP);
		assertThat(only(again).certainty()).isEqualTo(Certainty.POSSIBLE);
		assertThat(Symptoms
			.of(present(List.of(pod(RUNNING.formatted(true, 2) + "  lastState: {terminated: {exitCode: 1}}\n")))))
			.as("ready again")
			.isEmpty();
	}

	@ParameterizedTest
	@CsvSource({
			"CreateContainerConfigError, 'configmap \"settings\" not found', "
					+ "'cannot be created because its configuration is invalid: configmap \"settings\" not found.'",
			"CreateContainerConfigError, couldn't find key password in Secret seldon/db, "
					+ "'cannot be created because its configuration is invalid: "
					+ "couldn''t find key password in Secret seldon/db.'",
			"CreateContainerError, no command specified, cannot be created: no command specified.",
			"RunContainerError, no such file, cannot be started: no such file.",
			"PostStartHookError, exit 1, 'cannot be started because its postStart hook fails: exit 1.'",
			"VerifyNonRootError, root, cannot be started (VerifyNonRootError): root." })
	void detectsAContainerThatCannotBeCreated(String reason, String message, String sentence) {
		Symptom symptom = only(waiting(POD, reason, message));

		assertThat(symptom.kind()).isEqualTo(Kind.CONTAINER_CONFIG);
		assertThat(symptom.certainty()).isEqualTo(Certainty.PROBABLE);
		assertThat(symptom.explanation()).isEqualTo("Container classifier in pod " + POD + " " + sentence);
		assertThat(symptom.evidence()).singleElement().asString().contains(reason, message);
	}

	@Test
	void detectsAFailingProbe() {
		List<Symptom> symptoms = Symptoms.of(present(List.of(pod(RUNNING.formatted(false, 0))),
				warning("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503")));

		assertThat(symptoms).containsExactly(new Symptom(Kind.PROBE_FAILING, Certainty.POSSIBLE,
				"Container classifier in pod " + POD
						+ " is running but not ready: Readiness probe failed: HTTP probe failed with statuscode: 503.",
				List.of("Pod " + POD + ", container classifier: running, not ready",
						"Pod " + POD
								+ ", event Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503"),
				new ContainerName(POD, "classifier", 0)));
	}

	@Test
	void namesAllUnreadyContainersOfProbe() {
		String second = RUNNING.formatted(false, 0)
			.substring("containerStatuses:\n".length())
			.replace("classifier", "engine");

		assertThat(Symptoms.of(present(List.of(pod(RUNNING.formatted(false, 0) + second)),
				warning("Unhealthy", "Startup probe failed: timeout"))))
			.singleElement()
			.satisfies(symptom -> assertThat(symptom.explanation()).isEqualTo("Containers classifier, engine in pod "
					+ POD + " are running but not ready: Startup probe failed: timeout."));
	}

	@Test
	void ignoresPassingProbesAndThoseOfOtherPods() {
		assertThat(Symptoms.of(present(List.of(pod(RUNNING.formatted(true, 0))), warning("Unhealthy", "failed"))))
			.isEmpty();
		assertThat(Symptoms
			.of(present(List.of(pod(RUNNING.formatted(false, 0))), warning("other", "Unhealthy", "failed")))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ContainerCreating", "PodInitializing" })
	void ignoresAStartingContainer(String reason) {
		assertThat(Symptoms.of(present(List.of(waiting(POD, reason, ""))))).isEmpty();
	}

	private static Symptom only(OwnedPod pod) {
		List<Symptom> symptoms = Symptoms.of(present(List.of(pod)));
		assertThat(symptoms).hasSize(1);
		return symptoms.getFirst();
	}

}
