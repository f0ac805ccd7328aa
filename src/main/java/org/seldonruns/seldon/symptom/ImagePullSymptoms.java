package org.seldonruns.seldon.symptom;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.seldonruns.seldon.resource.OwnedContainer.Waiting;
import org.seldonruns.seldon.resource.SeenEvent;
import org.seldonruns.seldon.symptom.Symptom.Certainty;
import org.seldonruns.seldon.symptom.Symptom.Kind;

/** Detects images that cannot be pulled. */
final class ImagePullSymptoms {

	/** The reason of a kubelet for an invalid image name. */
	private static final String INVALID_NAME = "InvalidImageName";

	// The reasons of the kubelet's image manager.
	private static final Set<String> REASONS = Set.of("ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull",
			"RegistryUnavailable", "ImageInspectError", "SignatureValidationFailed", INVALID_NAME);

	private static final Set<String> EVENTS = Set.of("Failed", "InspectFailed", "ErrImageNeverPull",
			"FailedToRetrieveImagePullSecret");

	private ImagePullSymptoms() {
	}

	static boolean is(Waiting waiting) {
		return REASONS.contains(waiting.reason());
	}

	static Optional<Symptom> in(SymptomContext context) {
		List<PodContainer> found = context
			.containers(container -> container.waiting() != null && is(container.waiting()));
		// A certain symptom precedes a probable one.
		Optional<PodContainer> invalid = found.stream().filter(ImagePullSymptoms::isInvalidName).findFirst();
		return invalid.or(() -> found.stream().findFirst()).map(first -> {
			String start = invalid.isPresent() ? "The image name%s of %s is invalid"
					: "The image%s of %s cannot be pulled";
			String image = first.container().image().isEmpty() ? "" : " " + first.container().image();
			String explanation = EvidenceTexts.sentence(start.formatted(image, first.named()), why(context, first))
					+ EvidenceTexts.others(found.size() - 1, "container");
			return new Symptom(Kind.IMAGE_PULL, invalid.isPresent() ? Certainty.CERTAIN : Certainty.PROBABLE,
					explanation, PodContainer.evidence(found, context, EVENTS), null);
		});
	}

	private static boolean isInvalidName(PodContainer each) {
		Waiting waiting = each.container().waiting();
		return waiting != null && waiting.reason().equals(INVALID_NAME);
	}

	/** While older kubelets back off, only events contain the reason. */
	private static @Nullable String why(SymptomContext context, PodContainer each) {
		Waiting waiting = each.container().waiting();
		String message = (waiting != null) ? waiting.message() : null;
		if (message != null && !(message.startsWith("Back-off pulling image") && !message.contains("\": "))) {
			return message;
		}
		return context.eventsOf(each.pod(), EVENTS)
			.reversed()
			.stream()
			.map(SeenEvent::message)
			.filter(said -> said.startsWith("Failed to pull image") && said.contains(each.container().image()))
			.findFirst()
			.orElse(message);
	}

}
