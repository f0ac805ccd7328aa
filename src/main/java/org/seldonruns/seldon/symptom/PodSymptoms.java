package org.seldonruns.seldon.symptom;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.seldonruns.seldon.resource.Condition;
import org.seldonruns.seldon.resource.OwnedPod;
import org.seldonruns.seldon.resource.SeenEvent;
import org.seldonruns.seldon.symptom.Symptom.Certainty;
import org.seldonruns.seldon.symptom.Symptom.Kind;

/** What keeps whole pods from starting. */
final class PodSymptoms {

	private static final Set<String> CREATING = Set.of("ContainerCreating", "PodInitializing");

	private static final Set<String> MOUNT_EVENTS = Set.of("FailedMount", "FailedAttachVolume", "FailedMapVolume");

	private static final Set<String> CLAIM_EVENTS = Set.of("FailedBinding", "ProvisioningFailed");

	private static final Set<String> SANDBOX_EVENTS = Set.of("FailedCreatePodSandBox", "NetworkNotReady");

	private static final String SCHEDULED = "PodScheduled";

	// A kubelet's summary, which says less than what it sums up.
	private static final String SUMMARY = "Unable to attach or mount volumes";

	private PodSymptoms() {
	}

	static Optional<Symptom> volume(SymptomContext scene) {
		List<OwnedPod> creating = scene.pods().stream().filter(PodSymptoms::isCreating).toList();
		if (creating.isEmpty()) {
			return Optional.empty();
		}
		List<SeenEvent> events = Stream
			.concat(creating.stream().flatMap(pod -> scene.eventsOf(pod, MOUNT_EVENTS).stream()),
					scene.events("PersistentVolumeClaim", CLAIM_EVENTS).stream())
			.toList();
		List<SeenEvent> details = events.stream().filter(event -> !event.message().startsWith(SUMMARY)).toList();
		List<SeenEvent> telling = details.isEmpty() ? events : details;
		return telling.isEmpty() ? Optional.empty()
				: Optional.of(new Symptom(Kind.VOLUME, Certainty.POSSIBLE, explanation(telling.getLast()),
						EvidenceTexts.bounded(events.stream().map(EvidenceTexts::line).toList()), null));
	}

	private static boolean isCreating(OwnedPod pod) {
		return pod.containers()
			.stream()
			.anyMatch(container -> container.waiting() != null && CREATING.contains(container.waiting().reason()));
	}

	private static String explanation(SeenEvent event) {
		String start = switch (event.reason()) {
			case "FailedAttachVolume" -> "A volume of pod %s cannot be attached";
			case "FailedBinding", "ProvisioningFailed" -> "The volume claim %s has no volume";
			default -> "A volume of pod %s cannot be mounted";
		};
		return EvidenceTexts.sentence(start.formatted(event.name()), event.message());
	}

	static Optional<Symptom> unschedulable(SymptomContext scene) {
		List<OwnedPod> found = scene.pods()
			.stream()
			.filter(pod -> pod.condition(SCHEDULED, "False").isPresent())
			.toList();
		return found.isEmpty() ? turnedAway(scene)
				: Optional.of(nodeless(found, SCHEDULED, "False", explanation(found.getFirst())));
	}

	// Each new pod that a node turns away is over at once; where one got further, the
	// others are history.
	private static Optional<Symptom> turnedAway(SymptomContext scene) {
		List<OwnedPod> failed = scene.failed();
		if (failed.isEmpty() || scene.unsettled().isEmpty()
				|| scene.pods().stream().anyMatch(pod -> !pod.containers().isEmpty())) {
			return Optional.empty();
		}
		OwnedPod last = failed.stream()
			.max(Comparator.comparing(pod -> Objects.requireNonNullElse(pod.createdAt(), "")))
			.orElseThrow();
		Condition why = last.condition(OwnedPod.FAILED, "True").orElseThrow();
		String start = "Evicted".equals(why.reason()) ? "Pod %s was evicted from its node"
				: "Pod %s was turned away by its node" + ((why.reason() != null) ? " (" + why.reason() + ")" : "");
		return Optional.of(nodeless(failed, OwnedPod.FAILED, "True",
				EvidenceTexts.sentence(start.formatted(last.name()), why.message())));
	}

	private static Symptom nodeless(List<OwnedPod> found, String type, String status, String explanation) {
		return new Symptom(Kind.UNSCHEDULABLE, Certainty.POSSIBLE,
				explanation + EvidenceTexts.andOthers(found.size() - 1, "pod"),
				EvidenceTexts.bounded(found.stream().flatMap(pod -> evidence(pod, type, status)).toList()), null);
	}

	private static String explanation(OwnedPod pod) {
		Optional<Condition> scheduled = pod.condition(SCHEDULED, "False");
		boolean gated = scheduled.filter(condition -> "SchedulingGated".equals(condition.reason())).isPresent();
		String start = gated ? "Pod %s is held back by a scheduling gate" : "Pod %s cannot be scheduled to a node";
		return EvidenceTexts.sentence(start.formatted(pod.name()), scheduled.map(Condition::message).orElse(null));
	}

	private static Stream<String> evidence(OwnedPod pod, String type, String status) {
		return pod.condition(type, status)
			.map(condition -> EvidenceTexts.line("Pod " + pod.name(), condition))
			.stream();
	}

	/** A pod's sandbox, which its containers share, has to be there before them. */
	static Optional<Symptom> sandbox(SymptomContext scene) {
		List<SeenEvent> events = scene.pods()
			.stream()
			.filter(PodSymptoms::isCreating)
			.flatMap(pod -> scene.eventsOf(pod, SANDBOX_EVENTS).stream())
			.toList();
		return events.isEmpty() ? Optional.empty() : Optional.of(new Symptom(Kind.CONTAINER_CONFIG, Certainty.POSSIBLE,
				EvidenceTexts.sentence("The containers of pod %s cannot be created, since their sandbox cannot be"
					.formatted(events.getLast().name()), events.getLast().message()),
				EvidenceTexts.bounded(events.stream().map(EvidenceTexts::line).toList()), null));
	}

	/** What pods that are not ready are about, as clauses. */
	static Stream<String> unready(SymptomContext scene) {
		return scene.pods()
			.stream()
			.filter(pod -> !pod.isReady())
			.flatMap(pod -> pod.containers().isEmpty()
					? Stream.of("pod %s is not known to any node yet".formatted(pod.name()))
					: pod.containers()
						.stream()
						.filter(container -> !container.ready())
						.map(each -> new PodContainer(pod, each).progress()));
	}

}
