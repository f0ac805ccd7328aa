package org.seldonruns.seldon;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.seldonruns.seldon.OwnedContainer.Terminated;
import org.seldonruns.seldon.Symptom.Certainty;
import org.seldonruns.seldon.Symptom.Kind;

/** Containers that end when they should run. */
final class CrashLoop {

	private static final String BACK_OFF = "CrashLoopBackOff";

	// How a container runtime calls the end of what it could not start; the message says
	// why.
	private static final Set<String> NEVER_RAN = Set.of("StartError", "ContainerCannotRun");

	private static final Set<String> EVENTS = Set.of("BackOff", "Unhealthy");

	private CrashLoop() {
	}

	static Optional<Symptom> in(Scene scene) {
		List<PodContainer> ended = scene.containers(CrashLoop::hasEnded);
		// One that runs again may last this time, so it counts only where no other does.
		List<PodContainer> found = ended.isEmpty() ? scene.containers(CrashLoop::runsAgain) : ended;
		return found.stream()
			.max(Comparator.comparingInt(each -> each.container().restarts()))
			.map(worst -> new Symptom(Kind.CRASH_LOOP, ended.isEmpty() ? Certainty.POSSIBLE : Certainty.PROBABLE,
					explanation(scene, worst) + Texts.andOthers(found.size() - 1, "container"),
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

	private static String explanation(Scene scene, PodContainer each) {
		OwnedContainer container = each.container();
		Terminated ended = container.terminated();
		if (ended == null) {
			return Texts.sentence(each.atStart() + " ends again and again",
					(container.waiting() != null) ? container.waiting().message() : null);
		}
		boolean neverRan = ended.reason() != null && NEVER_RAN.contains(ended.reason());
		String start = each.atStart() + (neverRan ? " could not be started, which gave " : " ended with ")
				+ "exit code %d%s%s".formatted(ended.exitCode(), reason(ended), restarted(container.restarts()));
		String message = ended.message();
		return Texts.sentence(start, (message != null) ? Texts.lastOf(message) : null) + probe(scene, each.pod());
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
	private static String probe(Scene scene, OwnedPod pod) {
		return scene.eventsOf(pod, Set.of("Unhealthy"))
			.reversed()
			.stream()
			.map(SeenEvent::message)
			.filter(message -> message.startsWith("Liveness") || message.startsWith("Startup"))
			.findFirst()
			.map(message -> Texts.sentence(" A probe had failed in this pod", message))
			.orElse("");
	}

}
