package org.seldonruns.seldon.symptom;

import java.util.List;
import java.util.Optional;

import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.seldon.symptom.Symptom.Certainty;
import org.seldonruns.seldon.symptom.Symptom.Kind;

/** Detects problems from the status of the resource. */
final class OperatorSymptoms {

	// The description if the operator only repeats a condition of the Deployment.
	private static final String NO_PROGRESS = "Deployment is no longer progressing";

	private static final String CONTROLLER_ID = "seldon.io/controller-id";

	private OperatorSymptoms() {
	}

	static Optional<Symptom> failed(SeldonDeployment resource) {
		if (!SeldonDeployment.FAILED.equals(resource.state())) {
			return Optional.empty();
		}
		String description = resource.description();
		boolean said = description != null && !description.isBlank();
		String start = "The operator reports the state Failed" + (said ? "" : " without a description");
		return Optional.of(new Symptom(Kind.OPERATOR_FAILED, Certainty.PROBABLE,
				EvidenceTexts.sentence(start, description) + OperatorHints.about(resource), List.of(EvidenceTexts
					.labelled("SeldonDeployment %s, state Failed".formatted(resource.name()), description)),
				null));
	}

	/**
	 * Returns whether the operator only repeats the progress deadline of a Deployment.
	 */
	static boolean repeatsDeadline(SeldonDeployment resource) {
		return resource.description() != null && resource.description().startsWith(NO_PROGRESS);
	}

	static Optional<Symptom> notReconciled(SeldonDeployment resource) {
		if (resource.state() != null) {
			return Optional.empty();
		}
		String id = resource.labels().get(CONTROLLER_ID);
		String check = (id != null)
				? "that its controller ID is %s, the value of the resource's label %s".formatted(id, CONTROLLER_ID)
				: "that its controller ID is empty, because the resource has no label " + CONTROLLER_ID;
		return Optional.of(new Symptom(Kind.NOT_RECONCILED, Certainty.POSSIBLE,
				"No operator has set the status of the resource. Check that a Seldon Core operator is running, that it watches this namespace, and %s."
					.formatted(check),
				List.of("SeldonDeployment %s, no status.state".formatted(resource.name())), null));
	}

}
