package org.seldonruns.seldon.symptom;

import java.util.Comparator;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.seldonruns.seldon.resource.Condition;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.OwnedContainer;
import org.seldonruns.seldon.resource.OwnedContainer.Terminated;
import org.seldonruns.seldon.resource.OwnedContainer.Waiting;
import org.seldonruns.seldon.resource.OwnedDeployment;
import org.seldonruns.seldon.resource.OwnedPod;
import org.seldonruns.seldon.resource.SeenEvent;
import org.seldonruns.seldon.resource.SeenPods;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.seldon.symptom.Symptom.Kind;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests that the symptoms can be determined for any state of a cluster. */
class SymptomsPropertyTests {

	private static final List<String> NAMES = List.of("a", "b", "c");

	@Property(tries = 2000)
	void symptomsAreUniqueOrderedAndBounded(@ForAll("states") Present present) {
		List<Symptom> symptoms = Symptoms.of(present);

		assertThat(symptoms).extracting(Symptom::kind).doesNotHaveDuplicates();
		assertThat(symptoms).extracting(Symptom::kind)
			.filteredOn(kind -> kind != Kind.PROGRESS_DEADLINE)
			.isSortedAccordingTo(Comparator.naturalOrder());
		assertThat(symptoms).extracting(Symptom::kind)
			.filteredOn(kind -> kind != Kind.OPERATOR_FAILED)
			.isSortedAccordingTo(Comparator.naturalOrder());
		assertThat(symptoms).allSatisfy(symptom -> {
			assertThat(symptom.explanation()).matches("(?s)[A-Z].*[.!…]").hasSizeLessThan(1600).doesNotContain("null");
			assertThat(symptom.evidence()).isNotEmpty().hasSizeLessThanOrEqualTo(10).allSatisfy(line -> {
				assertThat(line).isNotBlank().doesNotContain("\n").hasSizeLessThan(2000);
			});
		});
	}

	@Property(tries = 500)
	void ignoresPodsThatAreBeingDeleted(@ForAll("states") Present present) {
		List<OwnedPod> deleting = present.pods()
			.stream()
			.map(pod -> new OwnedPod(pod.uid(), pod.name(), pod.deployment(), true, pod.createdAt(), pod.node(),
					pod.conditions(), pod.containers()))
			.toList();

		assertThat(Symptoms.of(new Present(present.resource(), present.deployments(), deleting, List.of(),
				present.events(), List.of())))
			.isEqualTo(Symptoms.of(new Present(present.resource(), present.deployments(), List.of(), List.of(),
					present.events(), List.of())));
	}

	@Provide
	Arbitrary<Present> states() {
		Arbitrary<SeldonDeployment> resource = Combinators
			.combine(Arbitraries.of("Creating", "Available", "Failed").injectNull(0.2), messages().injectNull(0.3))
			.as((state, description) -> SeenPods.present(state, description, List.of(), List.of()).resource());
		return Combinators
			.combine(resource, deployments().list().ofMaxSize(3), pods().list().ofMaxSize(12),
					events().list().ofMaxSize(8))
			.as((seldon, deployments, pods, events) -> new Present(seldon, deployments, pods, List.of(), events,
					List.of()));
	}

	private Arbitrary<OwnedDeployment> deployments() {
		return Combinators
			.combine(Arbitraries.of(NAMES), Arbitraries.integers().between(0, 2),
					conditions("Progressing", "ReplicaFailure", "Available").list().ofMaxSize(3))
			.as((name, ready, conditions) -> new OwnedDeployment(name, List.of(), 1, 1, 1, ready, ready, ready, ready,
					conditions));
	}

	private Arbitrary<OwnedPod> pods() {
		return Combinators
			.combine(Arbitraries.of(NAMES), Arbitraries.of(true, false),
					conditions("PodScheduled", "Ready").list().ofMaxSize(2), containers().list().ofMaxSize(3))
			.as((name, deleting, conditions, containers) -> new OwnedPod(name, name, "", deleting, null, null,
					conditions, containers));
	}

	private Arbitrary<Condition> conditions(String... types) {
		return Combinators
			.combine(Arbitraries.of(types), Arbitraries.of("True", "False", "Unknown"),
					Arbitraries
						.of("ProgressDeadlineExceeded", "FailedCreate", "ReplicaSetCreateError", "Unschedulable",
								"SchedulingGated", "PodFailed", "Other")
						.injectNull(0.1),
					messages().injectNull(0.2))
			.as(Condition::new);
	}

	private Arbitrary<OwnedContainer> containers() {
		Arbitrary<Waiting> waiting = Combinators.combine(
				Arbitraries.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName", "CrashLoopBackOff",
						"CreateContainerConfigError", "RunContainerError", "ContainerCreating", ""),
				messages().injectNull(0.3))
			.as(Waiting::new);
		Arbitrary<Terminated> terminated = Combinators
			.combine(Arbitraries.integers().between(0, 255), Arbitraries.of("Error", "OOMKilled").injectNull(0.2),
					messages().injectNull(0.3))
			.as(Terminated::new);
		return Combinators
			.combine(Arbitraries.of(NAMES), Arbitraries.of(true, false), Arbitraries.of("", "iris:1"),
					Arbitraries.of(true, false), Arbitraries.integers().between(0, 5),
					Arbitraries.of("2026-11-22T06:43:12Z").injectNull(0.5), waiting.injectNull(0.5),
					terminated.injectNull(0.5))
			.as(OwnedContainer::new);
	}

	private Arbitrary<SeenEvent> events() {
		return Combinators
			.combine(Arbitraries.of("Pod", "PersistentVolumeClaim", "Deployment"), Arbitraries.of(NAMES),
					Arbitraries.of("Failed", "BackOff", "Unhealthy", "FailedMount", "FailedBinding", "Other"),
					messages(), Arbitraries.integers().between(1, 9))
			.as((kind, name, reason, message, count) -> new SeenEvent(kind, name, "Warning", reason, message, count));
	}

	private Arbitrary<String> messages() {
		return Arbitraries.oneOf(
				Arbitraries.of("", " ", "Back-off pulling image \"iris:1\"", "Failed to pull image \"iris:1\": no",
						"Liveness probe failed: 500", "Unable to attach or mount volumes: x", "exceeded quota: q",
						"Deployment is no longer progressing and not available.", "50% of %s", "😀".repeat(700)),
				Arbitraries.strings().withCharRange('\u0000', '\u00ff').ofMaxLength(40));
	}

}
