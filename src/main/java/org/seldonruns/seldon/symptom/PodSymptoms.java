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

/** Detects pods that cannot start. */
final class PodSymptoms {

	private static final Set<String> CREATING = Set.of("ContainerCreating", "PodInitializing");

	private static final Set<String> MOUNT_EVENTS = Set.of("FailedMount", "FailedAttachVolume", "FailedMapVolume");

	private static final Set<String> CLAIM_EVENTS = Set.of("FailedBinding", "ProvisioningFailed");

	private static final Set<String> SANDBOX_EVENTS = Set.of("FailedCreatePodSandBox", "NetworkNotReady");

	private static final String SCHEDULED = "PodScheduled";

	// A summary of the kubelet without the reasons.
	private static final String SUMMARY = "Unable to attach or mount volumes";

	private PodSymptoms() {
	}

	static Optional<Symptom> volume(SymptomContext context) {
		List<OwnedPod> creating = context.pods().stream().filter(PodSymptoms::isCreating).toList();
		if (creating.isEmpty()) {
			return Optional.empty();
		}
		List<SeenEvent> events = Stream
			.concat(creating.stream().flatMap(pod -> context.eventsOf(pod, MOUNT_EVENTS).stream()),
					context.events("PersistentVolumeClaim", CLAIM_EVENTS).stream())
			.toList();
		List<SeenEvent> details = events.stream().filter(event -> !event.message().startsWith(SUMMARY)).toList();
		List<SeenEvent> relevant = details.isEmpty() ? events : details;
		return relevant.isEmpty() ? Optional.empty()
				: Optional.of(new Symptom(Kind.VOLUME, Certainty.POSSIBLE, explanation(relevant.getLast()),
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
			case "FailedBinding", "ProvisioningFailed" -> "PersistentVolumeClaim %s is not bound to a volume";
			default -> "A volume of pod %s cannot be mounted";
		};
		return EvidenceTexts.sentence(start.formatted(event.name()), event.message());
	}

	static Optional<Symptom> unschedulable(SymptomContext context) {
		List<OwnedPod> found = context.pods()
			.stream()
			.filter(pod -> pod.condition(SCHEDULED, "False").isPresent())
			.toList();
		return found.isEmpty() ? rejectedByNode(context)
				: Optional.of(unschedulable(found, SCHEDULED, "False", explanation(found.getFirst())));
	}

	// A pod that its node rejects fails at once. Failed pods do not matter once another
	// pod has containers.
	private static Optional<Symptom> rejectedByNode(SymptomContext context) {
		List<OwnedPod> failed = context.failed();
		if (failed.isEmpty() || context.unsettled().isEmpty()
				|| context.pods().stream().anyMatch(pod -> !pod.containers().isEmpty())) {
			return Optional.empty();
		}
		OwnedPod last = failed.stream()
			.max(Comparator.comparing(pod -> Objects.requireNonNullElse(pod.createdAt(), "")))
			.orElseThrow();
		Condition why = last.condition(OwnedPod.FAILED, "True").orElseThrow();
		String start = "Evicted".equals(why.reason()) ? "Pod %s was evicted from its node"
				: "Pod %s was rejected by its node" + ((why.reason() != null) ? " (" + why.reason() + ")" : "");
		return Optional.of(unschedulable(failed, OwnedPod.FAILED, "True",
				EvidenceTexts.sentence(start.formatted(last.name()), why.message())));
	}

	private static Symptom unschedulable(List<OwnedPod> found, String type, String status, String explanation) {
		return new Symptom(Kind.UNSCHEDULABLE, Certainty.POSSIBLE,
				explanation + EvidenceTexts.others(found.size() - 1, "pod"),
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

	/** Detects pods whose sandbox cannot be created; containers need it. */
	static Optional<Symptom> sandbox(SymptomContext context) {
		List<SeenEvent> events = context.pods()
			.stream()
			.filter(PodSymptoms::isCreating)
			.flatMap(pod -> context.eventsOf(pod, SANDBOX_EVENTS).stream())
			.toList();
		return events.isEmpty() ? Optional.empty()
				: Optional.of(new Symptom(Kind.CONTAINER_CONFIG, Certainty.POSSIBLE, EvidenceTexts.sentence(
						"The containers of pod %s cannot be created because the sandbox of the pod cannot be created"
							.formatted(events.getLast().name()),
						events.getLast().message()),
						EvidenceTexts.bounded(events.stream().map(EvidenceTexts::line).toList()), null));
	}

	/** Describes the pods that are not ready, as clauses. */
	static Stream<String> unready(SymptomContext context) {
		return context.pods()
			.stream()
			.filter(pod -> !pod.isReady())
			.flatMap(pod -> pod.containers().isEmpty() ? Stream.of(unreported(pod))
					: pod.containers()
						.stream()
						.filter(container -> !container.ready())
						.map(each -> new PodContainer(pod, each).progress()));
	}

	private static String unreported(OwnedPod pod) {
		return (pod.node() != null)
				? "pod %s is bound to node %s, whose kubelet does not report it; check that the node exists and is ready"
					.formatted(pod.name(), pod.node())
				: "pod %s has no container statuses yet".formatted(pod.name());
	}

}
