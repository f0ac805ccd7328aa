package org.seldonruns.seldon.symptom;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.seldonruns.seldon.resource.OwnedContainer.Waiting;
import org.seldonruns.seldon.symptom.Symptom.Certainty;
import org.seldonruns.seldon.symptom.Symptom.Kind;

/** Detects containers that cannot be created or started. */
final class ContainerConfigSymptoms {

	private ContainerConfigSymptoms() {
	}

	static Optional<Symptom> in(SymptomContext context) {
		List<PodContainer> found = context.containers(container -> isFault(container.waiting()));
		return found.stream()
			.findFirst()
			.map(first -> new Symptom(Kind.CONTAINER_CONFIG, Certainty.PROBABLE,
					explanation(first) + EvidenceTexts.others(found.size() - 1, "container"),
					EvidenceTexts.bounded(found.stream().map(PodContainer::evidence).toList()), null));
	}

	// The waiting reasons of a kubelet name the error. Images and crash loops have their
	// own symptoms.
	private static boolean isFault(@Nullable Waiting waiting) {
		return waiting != null && !ImagePullSymptoms.is(waiting)
				&& (waiting.reason().endsWith("Error") || waiting.reason().startsWith("InvalidEnv"));
	}

	private static String explanation(PodContainer each) {
		Waiting waiting = each.container().waiting();
		String reason = (waiting != null) ? waiting.reason() : "";
		String fault = switch (reason) {
			case "CreateContainerConfigError" -> "cannot be created because its configuration is invalid";
			case "CreateContainerError", "PreCreateHookError" -> "cannot be created";
			case "RunContainerError", "PreStartHookError" -> "cannot be started";
			case "PostStartHookError" -> "cannot be started because its postStart hook fails";
			default -> "cannot be started (" + reason + ")";
		};
		return EvidenceTexts.sentence(each.atStart() + " " + fault, (waiting != null) ? waiting.message() : null);
	}

}
