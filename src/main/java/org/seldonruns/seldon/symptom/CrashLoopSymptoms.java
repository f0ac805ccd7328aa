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

/** Detects containers that terminate repeatedly. */
final class CrashLoopSymptoms {

	// The reasons of a container runtime that could not start a container.
	private static final Set<String> START_FAILURES = Set.of("StartError", "ContainerCannotRun");

	private static final Set<String> EVENTS = Set.of("BackOff", "Unhealthy");

	private CrashLoopSymptoms() {
	}

	static Optional<Symptom> in(SymptomContext context) {
		List<PodContainer> ended = context.containers(CrashLoopSymptoms::hasTerminated);
		// A restarted container may keep running, so it counts only if no other has
		// ended.
		List<PodContainer> found = ended.isEmpty() ? context.containers(CrashLoopSymptoms::isRunningAgain) : ended;
		return found.stream()
			.max(Comparator.<PodContainer, Boolean>comparing(each -> !context.waitsForModel(each.pod()))
				.thenComparingInt(each -> each.container().restarts()))
			.map(worst -> new Symptom(Kind.CRASH_LOOP, ended.isEmpty() ? Certainty.POSSIBLE : Certainty.PROBABLE,
					explanation(context, worst) + EvidenceTexts.others(found.size() - 1, "container"),
					PodContainer.evidence(found, context, EVENTS),
					worst.reference(context.waitsForModel(worst.pod()))));
	}

	private static boolean hasTerminated(OwnedContainer container) {
		if (container.ready() || container.startedAt() != null) {
			return false;
		}
		if (container.waiting() != null) {
			return "CrashLoopBackOff".equals(container.waiting().reason());
		}
		// An init container is meant to end.
		Terminated terminated = container.terminated();
		return terminated != null && (terminated.exitCode() != 0 || (!container.init() && container.restarts() > 0));
	}

	private static boolean isRunningAgain(OwnedContainer container) {
		return !container.ready() && container.startedAt() != null && container.terminated() != null
				&& container.restarts() > 0;
	}

	private static String explanation(SymptomContext context, PodContainer each) {
		OwnedContainer container = each.container();
		Terminated ended = container.terminated();
		if (ended == null) {
			return EvidenceTexts.sentence(each.atStart() + " terminates repeatedly",
					(container.waiting() != null) ? container.waiting().message() : null);
		}
		boolean startFailed = ended.reason() != null && START_FAILURES.contains(ended.reason());
		String start = each.atStart() + (startFailed ? " failed to start with " : " ended with ")
				+ "exit code %d%s%s".formatted(ended.exitCode(), reason(ended), restarted(container.restarts()));
		String message = ended.message();
		return EvidenceTexts.sentence(start, (message != null) ? EvidenceTexts.truncateStart(message) : null)
				+ probe(context, each.pod());
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

	/** A kubelet kills a container whose liveness or startup probe fails. */
	private static String probe(SymptomContext context, OwnedPod pod) {
		return context.eventsOf(pod, Set.of("Unhealthy"))
			.reversed()
			.stream()
			.map(SeenEvent::message)
			.filter(message -> message.startsWith("Liveness") || message.startsWith("Startup"))
			.findFirst()
			.map(message -> EvidenceTexts.sentence(" A probe failed in this pod", message))
			.orElse("");
	}

}
