package org.seldonruns.seldon.symptom;

import java.util.List;
import java.util.Optional;

import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.seldon.symptom.Symptom.Certainty;
import org.seldonruns.seldon.symptom.Symptom.Kind;

/** What the status of the resource itself says. */
final class OperatorSymptoms {

	// What the operator says where it has only read the Deployment's conditions.
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
		String start = "The operator reports the state Failed" + (said ? "" : " without saying why");
		return Optional.of(new Symptom(Kind.OPERATOR_FAILED, Certainty.PROBABLE,
				EvidenceTexts.sentence(start, description), List.of(EvidenceTexts
					.labelled("SeldonDeployment %s, state Failed".formatted(resource.name()), description)),
				null));
	}

	/** Whether the operator only repeats that a Deployment's deadline has passed. */
	static boolean repeatsDeadline(SeldonDeployment resource) {
		return resource.description() != null && resource.description().startsWith(NO_PROGRESS);
	}

	static Optional<Symptom> notReconciled(SeldonDeployment resource) {
		if (resource.state() != null) {
			return Optional.empty();
		}
		String id = resource.labels().get(CONTROLLER_ID);
		String check = (id != null)
				? "that its id is %s, as the resource's label %s asks for".formatted(id, CONTROLLER_ID)
				: "that it has no id of its own, since the resource has no label " + CONTROLLER_ID;
		return Optional.of(new Symptom(Kind.NOT_RECONCILED, Certainty.POSSIBLE,
				"No operator has given the resource a status. Check that a Seldon Core operator is running, that it watches this namespace, and %s."
					.formatted(check),
				List.of("SeldonDeployment %s, no status.state".formatted(resource.name())), null));
	}

}
