package org.seldonruns.seldon.symptom;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.seldonruns.seldon.resource.OwnedContainer.Terminated;
import org.seldonruns.seldon.resource.OwnedContainer;
import org.seldonruns.seldon.resource.OwnedPod;
import org.seldonruns.seldon.resource.SeenEvent;
import org.seldonruns.seldon.symptom.Symptom.Certainty;
import org.seldonruns.seldon.symptom.Symptom.Kind;

/** Containers that end when they should run. */
final class CrashLoopSymptoms {

	private static final String BACK_OFF = "CrashLoopBackOff";

	// How a container runtime calls the end of what it could not start; the message says
	// why.
	private static final Set<String> NEVER_RAN = Set.of("StartError", "ContainerCannotRun");

	private static final Set<String> EVENTS = Set.of("BackOff", "Unhealthy");

	private CrashLoopSymptoms() {
	}

	static Optional<Symptom> in(SymptomContext scene) {
		List<PodContainer> ended = scene.containers(CrashLoopSymptoms::hasEnded);
		// One that runs again may last this time, so it counts only where no other does.
		List<PodContainer> found = ended.isEmpty() ? scene.containers(CrashLoopSymptoms::runsAgain) : ended;
		return found.stream()
			.max(Comparator.comparingInt(each -> each.container().restarts()))
			.map(worst -> new Symptom(Kind.CRASH_LOOP, ended.isEmpty() ? Certainty.POSSIBLE : Certainty.PROBABLE,
					explanation(scene, worst) + EvidenceTexts.andOthers(found.size() - 1, "container"),
					PodContainer.evidence(found, scene, EVENTS), worst.reference()));
	}

	private static boolean hasEnded(OwnedContainer container) {
		if (container.ready() || container.startedAt() != null) {
			return false;
		}
		if (container.waiting() != null) {
			return BACK_OFF.equals(container.waiting().reason());
		}
		// An init container is meant to end.
		Terminated terminated = container.terminated();
		return terminated != null && (terminated.exitCode() != 0 || (!container.init() && container.restarts() > 0));
	}

	private static boolean runsAgain(OwnedContainer container) {
		return !container.ready() && container.startedAt() != null && container.terminated() != null
				&& container.restarts() > 0;
	}

	private static String explanation(SymptomContext scene, PodContainer each) {
		OwnedContainer container = each.container();
		Terminated ended = container.terminated();
		if (ended == null) {
			return EvidenceTexts.sentence(each.atStart() + " ends again and again",
					(container.waiting() != null) ? container.waiting().message() : null);
		}
		boolean neverRan = ended.reason() != null && NEVER_RAN.contains(ended.reason());
		String start = each.atStart() + (neverRan ? " could not be started, which gave " : " ended with ")
				+ "exit code %d%s%s".formatted(ended.exitCode(), reason(ended), restarted(container.restarts()));
		String message = ended.message();
		return EvidenceTexts.sentence(start, (message != null) ? EvidenceTexts.lastOf(message) : null)
				+ probe(scene, each.pod());
	}

	private static String reason(Terminated ended) {
		if (ended.reason() == null) {
			return "";
		}
		return "OOMKilled".equals(ended.reason()) ? " (OOMKilled: it ran out of memory)" : " (" + ended.reason() + ")";
	}

	private static String restarted(int restarts) {
		return switch (restarts) {
			case 0 -> "";
			case 1 -> " and was restarted once";
			default -> " and was restarted %d times".formatted(restarts);
		};
	}

	/** A kubelet ends what a liveness or startup probe finds unwell. */
	private static String probe(SymptomContext scene, OwnedPod pod) {
		return scene.eventsOf(pod, Set.of("Unhealthy"))
			.reversed()
			.stream()
			.map(SeenEvent::message)
			.filter(message -> message.startsWith("Liveness") || message.startsWith("Startup"))
			.findFirst()
			.map(message -> EvidenceTexts.sentence(" A probe had failed in this pod", message))
			.orElse("");
	}

}
