package org.seldonruns.seldon.symptom;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.seldonruns.seldon.resource.OwnedContainer;
import org.seldonruns.seldon.resource.OwnedPod;
import org.seldonruns.seldon.resource.SeenEvent;
import org.seldonruns.seldon.symptom.Symptom.Certainty;
import org.seldonruns.seldon.symptom.Symptom.Kind;

/** Detects running containers whose probe fails. */
final class ProbeSymptoms {

	private ProbeSymptoms() {
	}

	static Optional<Symptom> in(SymptomContext context) {
		List<FailingPod> found = new ArrayList<>();
		for (OwnedPod pod : context.pods()) {
			List<OwnedContainer> unready = pod.containers()
				.stream()
				.filter(container -> container.startedAt() != null && !container.ready())
				.toList();
			List<SeenEvent> events = context.eventsOf(pod, Set.of("Unhealthy"));
			if (!unready.isEmpty() && !events.isEmpty()) {
				found.add(new FailingPod(pod, unready, events));
			}
		}
		return found.stream()
			.findFirst()
			.map(first -> new Symptom(Kind.PROBE_FAILING, Certainty.POSSIBLE,
					first.explanation() + EvidenceTexts.others(found.size() - 1, "pod"),
					EvidenceTexts.bounded(found.stream().flatMap(FailingPod::evidence).toList()),
					new PodContainer(first.pod(), first.containers().getFirst()).reference()));
	}

	/**
	 * A pod whose probe fails, and its running containers that are not ready. Events do
	 * not name the container.
	 */
	private record FailingPod(OwnedPod pod, List<OwnedContainer> containers, List<SeenEvent> events) {

		private String explanation() {
			String message = events.getLast().message();
			if (containers.size() == 1) {
				return EvidenceTexts.sentence(
						new PodContainer(pod, containers.getFirst()).atStart() + " is running but not ready", message);
			}
			String names = String.join(", ", containers.stream().map(OwnedContainer::name).toList());
			return EvidenceTexts
				.sentence("Containers %s in pod %s are running but not ready".formatted(names, pod.name()), message);
		}

		private Stream<String> evidence() {
			return Stream.concat(containers.stream().map(each -> new PodContainer(pod, each).evidence()),
					events.stream().map(EvidenceTexts::line));
		}

	}

}
