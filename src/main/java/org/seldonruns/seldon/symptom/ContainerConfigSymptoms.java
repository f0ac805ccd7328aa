package org.seldonruns.seldon.symptom;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.seldonruns.seldon.resource.OwnedContainer.Waiting;
import org.seldonruns.seldon.symptom.Symptom.Certainty;
import org.seldonruns.seldon.symptom.Symptom.Kind;

/** Containers that cannot be created or started as their spec asks for. */
final class ContainerConfigSymptoms {

	private ContainerConfigSymptoms() {
	}

	static Optional<Symptom> in(SymptomContext scene) {
		List<PodContainer> found = scene.containers(container -> isFault(container.waiting()));
		return found.stream()
			.findFirst()
			.map(first -> new Symptom(Kind.CONTAINER_CONFIG, Certainty.PROBABLE,
					explanation(first) + EvidenceTexts.andOthers(found.size() - 1, "container"),
					EvidenceTexts.bounded(found.stream().map(PodContainer::evidence).toList()), null));
	}

	// A kubelet's reasons to wait are named after what went wrong; those of images and
	// crash loops are apart.
	private static boolean isFault(@Nullable Waiting waiting) {
		return waiting != null && !ImagePullSymptoms.is(waiting)
				&& (waiting.reason().endsWith("Error") || waiting.reason().startsWith("InvalidEnv"));
	}

	private static String explanation(PodContainer each) {
		Waiting waiting = each.container().waiting();
		String reason = (waiting != null) ? waiting.reason() : "";
		String fault = switch (reason) {
			case "CreateContainerConfigError" -> "cannot be created, since its configuration is at fault";
			case "CreateContainerError", "PreCreateHookError" -> "cannot be created";
			case "RunContainerError", "PreStartHookError" -> "cannot be started";
			case "PostStartHookError" -> "cannot be started, since its postStart hook fails";
			default -> "cannot be started (" + reason + ")";
		};
		return EvidenceTexts.sentence(each.atStart() + " " + fault, (waiting != null) ? waiting.message() : null);
	}

}
