package org.seldonruns.seldon.symptom;

import java.util.stream.Stream;
import java.util.Set;
import java.util.List;
import org.seldonruns.seldon.resource.OwnedContainer.Terminated;
import org.seldonruns.seldon.resource.OwnedContainer.Waiting;
import org.seldonruns.seldon.resource.OwnedContainer;
import org.seldonruns.seldon.resource.OwnedPod;
import org.seldonruns.seldon.symptom.Symptom.ContainerName;

/** A container and the pod that it is in. */
record PodContainer(OwnedPod pod, OwnedContainer container) {

	String named() {
		return "%s %s in pod %s".formatted(container.init() ? "init container" : "container", container.name(),
				pod.name());
	}

	String atStart() {
		String named = named();
		return Character.toUpperCase(named.charAt(0)) + named.substring(1);
	}

	ContainerName reference() {
		return reference(false);
	}

	ContainerName reference(boolean waitsForModel) {
		return new ContainerName(pod.name(), container.name(), container.restarts(), waitsForModel);
	}

	/** Describes its progress, as a clause. */
	String progress() {
		Waiting waiting = container.waiting();
		if (waiting != null) {
			return "%s is waiting: %s".formatted(named(), EvidenceTexts.labelled(waiting.reason(), waiting.message()));
		}
		if (container.startedAt() != null) {
			return named() + (container.init() ? " is still running" : " is running but not ready");
		}
		return named() + " has not started";
	}

	/**
	 * Returns the state of each container, then the events of their pods with these
	 * reasons.
	 */
	static List<String> evidence(List<PodContainer> found, SymptomContext context, Set<String> reasons) {
		Stream<String> events = found.stream()
			.map(PodContainer::pod)
			.distinct()
			.flatMap(pod -> context.eventsOf(pod, reasons).stream())
			.map(EvidenceTexts::line);
		return EvidenceTexts.bounded(Stream.concat(found.stream().map(PodContainer::evidence), events).toList());
	}

	String evidence() {
		StringBuilder line = new StringBuilder("Pod %s, %s %s".formatted(pod.name(),
				container.init() ? "init container" : "container", container.name()));
		if (!container.image().isEmpty()) {
			line.append(", image ").append(container.image());
		}
		line.append(container.startedAt() != null ? ": running, " : ": ")
			.append(container.ready() ? "ready" : "not ready");
		Waiting waiting = container.waiting();
		if (waiting != null) {
			line.append(", waiting: ").append(EvidenceTexts.labelled(waiting.reason(), waiting.message()));
		}
		Terminated ended = container.terminated();
		if (ended != null) {
			line.append(", ended with exit code ")
				.append(ended.exitCode())
				.append(ended.reason() != null ? " (" + ended.reason() + ")" : "");
			if (ended.message() != null && !ended.message().isBlank()) {
				line.append(": ").append(EvidenceTexts.truncateStart(ended.message()));
			}
		}
		if (container.restarts() > 0) {
			line.append(", restarts: ").append(container.restarts());
		}
		return line.toString();
	}

}
