package org.seldonruns.seldon.symptom;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.OwnedPod;
import org.seldonruns.seldon.resource.SeenEvent;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.seldon.symptom.Symptom.Certainty;
import org.seldonruns.seldon.symptom.Symptom.Kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.seldon.resource.SeenPods.POD;
import static org.seldonruns.seldon.resource.SeenPods.deployment;
import static org.seldonruns.seldon.resource.SeenPods.pod;
import static org.seldonruns.seldon.resource.SeenPods.present;
import static org.seldonruns.seldon.resource.SeenPods.waiting;
import static org.seldonruns.seldon.resource.SeenPods.warning;

class SymptomsTests {

	private static final String DEADLINE = """
			{type: Progressing, status: "False", reason: ProgressDeadlineExceeded, \
			message: 'ReplicaSet "iris-7d9f" has timed out progressing.'}""";

	private static final String NO_PROGRESS = "Deployment is no longer progressing and not available.";

	@ParameterizedTest
	@CsvSource({ "FailedMount, 'MountVolume.SetUp failed for volume \"m\" : configmap \"c\" not found', "
			+ "A volume of pod P cannot be mounted: MountVolume.SetUp failed for volume \"m\" : configmap \"c\" not found.",
			"FailedAttachVolume, Multi-Attach error, A volume of pod P cannot be attached: Multi-Attach error.",
			"FailedMapVolume, no device, A volume of pod P cannot be mounted: no device." })
	void detectsAMissingVolume(String reason, String message, String explanation) {
		Present present = present(List.of(waiting(POD, "ContainerCreating", "")), warning(reason, message),
				warning("FailedMount", "Unable to attach or mount volumes: unmounted volumes=[m]"));

		assertThat(Symptoms.of(present)).singleElement().satisfies(symptom -> {
			assertThat(symptom.kind()).isEqualTo(Kind.VOLUME);
			assertThat(symptom.certainty()).isEqualTo(Certainty.POSSIBLE);
			assertThat(symptom.explanation()).isEqualTo(explanation.replace("pod P", "pod " + POD));
			assertThat(symptom.evidence()).containsExactly("Pod " + POD + ", event " + reason + ": " + message,
					"Pod " + POD + ", event FailedMount: Unable to attach or mount volumes: unmounted volumes=[m]");
		});
	}

	@Test
	void ignoresVolumesOnceContainersRun() {
		assertThat(Symptoms.of(present(List.of(pod("""
				containerStatuses:
				- {name: classifier, ready: false, state: {running: {startedAt: "2026-11-22T06:43:12Z"}}}
				""")), warning("FailedMount", "too late")))).isEmpty();
	}

	@Test
	void detectsAnUnboundClaim() {
		assertThat(Symptoms.of(present(List.of(waiting(POD, "PodInitializing", "")),
				new SeenEvent("PersistentVolumeClaim", "models", "Warning", "ProvisioningFailed", "no class", 3))))
			.singleElement()
			.satisfies(symptom -> {
				assertThat(symptom.explanation())
					.isEqualTo("PersistentVolumeClaim models is not bound to a volume: no class.");
				assertThat(symptom.evidence())
					.containsExactly("PersistentVolumeClaim models, event ProvisioningFailed (3 times): no class");
			});
	}

	@ParameterizedTest
	@CsvSource({
			"Unschedulable, '0/3 nodes are available: 3 Insufficient nvidia.com/gpu.', cannot be scheduled to a node",
			"SchedulingGated, Scheduling is blocked due to non-empty scheduling gates., is held back by a scheduling gate" })
	void reportsTheMessageOfTheScheduler(String reason, String message, String says) {
		assertThat(Symptoms.of(present(List.of(pod("""
				conditions:
				- {type: PodScheduled, status: "False", reason: %s, message: '%s'}
				""".formatted(reason, message)))))).containsExactly(
				new Symptom(Kind.UNSCHEDULABLE, Certainty.POSSIBLE, "Pod " + POD + " " + says + ": " + message,
						List.of("Pod " + POD + ", condition PodScheduled False (" + reason + "): " + message), null));
	}

	@ParameterizedTest
	@CsvSource({ "'exceeded quota: compute, requested: pods=1, used: pods=4, limited: pods=4', a quota is exceeded",
			"'failed quota: compute: must specify limits.cpu for: classifier', "
					+ "a quota requires resources that their spec does not set",
			"'maximum memory usage per Container is 1Gi, but limit is 4Gi', a limit range rejects them",
			"'violates PodSecurity \"restricted:latest\": runAsNonRoot != true', "
					+ "the Pod Security level of the namespace rejects them",
			"'admission webhook \"policy.example\" denied the request: no', the admission webhook policy.example rejects them",
			"'error looking up service account a/b: serviceaccount \"b\" not found', the ServiceAccount b does not exist",
			"'no PriorityClass with name high was found', the PriorityClass high does not exist",
			"'ValidatingAdmissionPolicy ''tags'' with binding ''all'' denied request: no', the ValidatingAdmissionPolicy tags rejects them",
			"'failed calling webhook \"pods.example\": refused', the API server cannot call the admission webhook pods.example",
			"'User \"x\" cannot create resource \"pods\"', the API server rejects them" })
	void reportsWhyPodsCannotBeCreated(String message, String why) {
		assertThat(Symptoms.of(present("Creating", null,
				List.of(deployment("""
						{type: ReplicaFailure, status: "True", reason: FailedCreate, message: '%s'}"""
					.formatted(message.replace("'", "''")))),
				List.of())))
			.containsExactly(new Symptom(
					(why.contains("quota") || why.contains("limit range")) ? Kind.QUOTA : Kind.POD_REJECTED,
					Certainty.PROBABLE,
					"Pods of Deployment iris-default-0-classifier cannot be created because " + why + ": " + message
							+ ".",
					List.of("Deployment iris-default-0-classifier, condition ReplicaFailure True (FailedCreate): "
							+ message),
					null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{type: ReplicaFailure, status: 'False', reason: FailedCreate}",
			"{type: ReplicaFailure, status: 'True', reason: FailedDelete}",
			"{type: Progressing, status: 'True', reason: ReplicaSetUpdated}",
			"{type: Available, status: 'False', reason: MinimumReplicasUnavailable}" })
	void ignoresAProgressingDeployment(String condition) {
		assertThat(Symptoms.of(present("Creating", null, List.of(deployment(condition)), List.of()))).isEmpty();
	}

	@Test
	void reportsTheFailureOfTheOperator() {
		assertThat(Symptoms.of(present("Failed", "invalid volume", List.of(), List.of()))).containsExactly(new Symptom(
				Kind.OPERATOR_FAILED, Certainty.PROBABLE, "The operator reports the state Failed: invalid volume.",
				List.of("SeldonDeployment iris, state Failed: invalid volume"), null));
		assertThat(Symptoms.of(present("Failed", null, List.of(), List.of()))).singleElement()
			.satisfies(symptom -> assertThat(symptom.explanation())
				.isEqualTo("The operator reports the state Failed without a description."));
	}

	@Test
	void reportsAMissingStatus() {
		Present present = present(null, null, List.of(), List.of());
		assertThat(Symptoms.of(present)).singleElement().satisfies(symptom -> {
			assertThat(symptom.kind()).isEqualTo(Kind.NOT_RECONCILED);
			assertThat(symptom.certainty()).isEqualTo(Certainty.POSSIBLE);
			assertThat(symptom.explanation()).isEqualTo("No operator has set the status of the resource. "
					+ "Check that a Seldon Core operator is running, that it watches this namespace, "
					+ "and that its controller ID is empty, because the resource has no label seldon.io/controller-id.");
		});

		SeldonDeployment resource = present.resource();
		assertThat(OperatorSymptoms.notReconciled(
				new SeldonDeployment("iris", resource.uid(), "1", 1, Map.of("seldon.io/controller-id", "blue"),
						List.of(), false, null, null, null, false, List.of(), resource.content())))
			.hasValueSatisfying(symptom -> assertThat(symptom.explanation()).endsWith(
					"and that its controller ID is blue, the value of the resource's label seldon.io/controller-id."));
	}

	@Test
	void ordersCausesBeforeConsequences() {
		Present present = present("Failed", NO_PROGRESS, List.of(deployment(DEADLINE)),
				List.of(waiting("a", "CreateContainerConfigError", "no"), waiting("b", "ImagePullBackOff", "no"),
						waiting("c", "CrashLoopBackOff", "no"), waiting("d", "ContainerCreating", "")),
				warning("d", "FailedMount", "no"));

		assertThat(Symptoms.of(present)).extracting(Symptom::kind)
			.containsExactly(Kind.IMAGE_PULL, Kind.CRASH_LOOP, Kind.CONTAINER_CONFIG, Kind.VOLUME,
					Kind.PROGRESS_DEADLINE, Kind.OPERATOR_FAILED);
	}

	@Test
	void deadlinePrecedesOperatorThatRepeatsIt() {
		assertThat(Symptoms.of(present("Failed", NO_PROGRESS, List.of(deployment(DEADLINE)), List.of()))).first()
			.satisfies(symptom -> assertThat(symptom.explanation())
				.isEqualTo("Deployment iris-default-0-classifier made no progress within its progress deadline: "
						+ "ReplicaSet \"iris-7d9f\" has timed out progressing."));
		assertThat(Symptoms.of(present("Failed", "no such secret", List.of(deployment(DEADLINE)), List.of())))
			.extracting(Symptom::kind)
			.containsExactly(Kind.OPERATOR_FAILED, Kind.PROGRESS_DEADLINE);
	}

	@Test
	void ignoresDeletedAndFinishedPods() {
		OwnedPod failed = waiting(POD, "ImagePullBackOff", "no");
		OwnedPod evicted = pod(
				"""
						phase: Failed
						reason: Evicted
						conditions: [{type: Ready, status: "False", reason: PodFailed}]
						containerStatuses:
						- {name: classifier, restartCount: 1, state: {terminated: {exitCode: 137, reason: ContainerStatusUnknown}}}
						""");

		assertThat(Symptoms.of(present(List.of(new OwnedPod(failed.uid(), failed.name(), failed.deployment(), true,
				failed.createdAt(), failed.node(), failed.conditions(), failed.containers()), evicted))))
			.isEmpty();
	}

	@Test
	void boundsTheEvidence() {
		List<OwnedPod> pods = IntStream.range(0, 25)
			.mapToObj(number -> waiting("pod-" + number, "ErrImagePull", "no"))
			.toList();

		assertThat(Symptoms.of(present(pods))).singleElement().satisfies(symptom -> {
			assertThat(symptom.evidence()).hasSize(10).last().isEqualTo("and 16 more");
			assertThat(symptom.explanation()).endsWith(" 24 other containers have the same problem.");
		});
	}

	@Test
	void boundsEachTextBetweenCharacters() {
		String cut = EvidenceTexts.truncateEnd("a".repeat(599) + "😀".repeat(600));
		assertThat(cut).isEqualTo("a".repeat(599) + "…");
		assertThat(EvidenceTexts.truncateStart("😀".repeat(600) + "a".repeat(599))).isEqualTo("…" + "a".repeat(599));
		String words = "word ".repeat(200);
		assertThat(EvidenceTexts.truncateEnd("http://iris:geheim@registry.invalid " + words)).endsWith(" word…")
			.hasSizeLessThan(602);
		assertThat(EvidenceTexts.truncateStart(words)).startsWith("…word ").hasSizeLessThan(602);
		assertThat(EvidenceTexts.truncateEnd(" two\n\tlines ")).isEqualTo("two lines");
	}

}
