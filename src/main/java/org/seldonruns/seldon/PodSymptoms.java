package org.seldonruns.seldon;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.seldonruns.seldon.Symptom.Certainty;
import org.seldonruns.seldon.Symptom.Kind;

/** What keeps whole pods from starting. */
final class PodSymptoms {

	private static final Set<String> CREATING = Set.of("ContainerCreating", "PodInitializing");

	private static final Set<String> MOUNT_EVENTS = Set.of("FailedMount", "FailedAttachVolume", "FailedMapVolume");

	private static final Set<String> CLAIM_EVENTS = Set.of("FailedBinding", "ProvisioningFailed");

	// A kubelet's summary, which says less than what it sums up.
	private static final String SUMMARY = "Unable to attach or mount volumes";

	private PodSymptoms() {
	}

	static Optional<Symptom> volume(Scene scene) {
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
		return telling.isEmpty() ? Optional.empty() : Optional.of(new Symptom(Kind.VOLUME, Certainty.POSSIBLE,
				explanation(telling.getLast()), Texts.bounded(events.stream().map(Texts::line).toList()), null));
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
		return Texts.sentence(start.formatted(event.name()), event.message());
	}

	static Optional<Symptom> unschedulable(Scene scene) {
		List<OwnedPod> found = scene.pods()
			.stream()
			.filter(pod -> pod.condition("PodScheduled", "False").isPresent())
			.toList();
		return found.stream()
			.findFirst()
			.map(first -> new Symptom(Kind.UNSCHEDULABLE, Certainty.POSSIBLE,
					explanation(first) + Texts.andOthers(found.size() - 1, "pod"),
					Texts.bounded(found.stream().flatMap(PodSymptoms::evidence).toList()), null));
	}

	private static String explanation(OwnedPod pod) {
		Optional<Condition> scheduled = pod.condition("PodScheduled", "False");
		boolean gated = scheduled.filter(condition -> "SchedulingGated".equals(condition.reason())).isPresent();
		String start = gated ? "Pod %s is held back by a scheduling gate" : "Pod %s cannot be scheduled to a node";
		return Texts.sentence(start.formatted(pod.name()), scheduled.map(Condition::message).orElse(null));
	}

	private static Stream<String> evidence(OwnedPod pod) {
		return pod.condition("PodScheduled", "False")
			.map(condition -> Texts.line("Pod " + pod.name(), condition))
			.stream();
	}

}
