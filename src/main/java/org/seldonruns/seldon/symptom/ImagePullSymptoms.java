package org.seldonruns.seldon.symptom;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.seldonruns.seldon.resource.OwnedContainer.Waiting;
import org.seldonruns.seldon.resource.SeenEvent;
import org.seldonruns.seldon.symptom.Symptom.Certainty;
import org.seldonruns.seldon.symptom.Symptom.Kind;

/** Images that cannot be had. */
final class ImagePullSymptoms {

	/** What a kubelet calls a container whose image has a name that is none. */
	private static final String INVALID_NAME = "InvalidImageName";

	// The reasons of the kubelet's image manager.
	private static final Set<String> REASONS = Set.of("ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull",
			"RegistryUnavailable", "ImageInspectError", "SignatureValidationFailed", INVALID_NAME);

	private static final Set<String> EVENTS = Set.of("Failed", "InspectFailed", "ErrImageNeverPull",
			"FailedToRetrieveImagePullSecret");

	private static final String FAILED_TO_PULL = "Failed to pull image";

	private static final String BACK_OFF = "Back-off pulling image";

	private ImagePullSymptoms() {
	}

	/** Whether a reason to wait is one of these. */
	static boolean is(Waiting waiting) {
		return REASONS.contains(waiting.reason());
	}

	static Optional<Symptom> in(SymptomContext scene) {
		List<PodContainer> found = scene
			.containers(container -> container.waiting() != null && is(container.waiting()));
		// What is certain is worth telling before what is probable.
		Optional<PodContainer> invalid = found.stream().filter(ImagePullSymptoms::isInvalidName).findFirst();
		return invalid.or(() -> found.stream().findFirst()).map(first -> {
			String start = invalid.isPresent() ? "The image name%s of %s is not valid"
					: "The image%s of %s cannot be pulled";
			String image = first.container().image().isEmpty() ? "" : " " + first.container().image();
			String explanation = EvidenceTexts.sentence(start.formatted(image, first.named()), why(scene, first))
					+ EvidenceTexts.andOthers(found.size() - 1, "container");
			return new Symptom(Kind.IMAGE_PULL, invalid.isPresent() ? Certainty.CERTAIN : Certainty.PROBABLE,
					explanation, PodContainer.evidence(found, scene, EVENTS), null);
		});
	}

	private static boolean isInvalidName(PodContainer each) {
		Waiting waiting = each.container().waiting();
		return waiting != null && waiting.reason().equals(INVALID_NAME);
	}

	/** Older kubelets say while they back off only that they do; then events say why. */
	private static @Nullable String why(SymptomContext scene, PodContainer each) {
		Waiting waiting = each.container().waiting();
		String message = (waiting != null) ? waiting.message() : null;
		if (message != null && !(message.startsWith(BACK_OFF) && !message.contains("\": "))) {
			return message;
		}
		return scene.eventsOf(each.pod(), EVENTS)
			.reversed()
			.stream()
			.map(SeenEvent::message)
			.filter(said -> said.startsWith(FAILED_TO_PULL) && said.contains(each.container().image()))
			.findFirst()
			.orElse(message);
	}

}
