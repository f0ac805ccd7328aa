package org.seldonruns.seldon.symptom;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.symptom.Symptom.Kind;

/** Detects the problems that prevent a resource from becoming ready. */
public final class Symptoms {

	private Symptoms() {
	}

	/**
	 * Detects the problems of a resource: at most one of each kind, causes before their
	 * consequences. Ignores pods that are being deleted.
	 */
	public static List<Symptom> of(Present present) {
		SymptomContext context = new SymptomContext(present);
		Optional<Symptom> operatorFailed = NameClashSymptoms.in(context, present.resource())
			.or(() -> OperatorSymptoms.failed(present.resource()));
		Optional<Symptom> deadline = DeploymentSymptoms.progressDeadline(context);
		// If the operator only repeats the progress deadline, the symptom of the
		// Deployment comes first because it has more details.
		boolean repeated = OperatorSymptoms.repeatsDeadline(present.resource());
		return Stream
			.of(ImagePullSymptoms.in(context), CrashLoopSymptoms.in(context),
					ContainerConfigSymptoms.in(context).or(() -> PodSymptoms.sandbox(context)),
					PodSymptoms.volume(context), PodSymptoms.unschedulable(context), DeploymentSymptoms.quota(context),
					DeploymentSymptoms.podRejected(context), ProbeSymptoms.in(context),
					repeated ? deadline : operatorFailed, repeated ? operatorFailed : deadline,
					OperatorSymptoms.notReconciled(present.resource()))
			.flatMap(Optional::stream)
			.map(symptom -> (symptom.kind() == Kind.OPERATOR_FAILED) ? symptom
					: symptom.withHint(OperatorContainers.hint(symptom.explanation(), present.resource())))
			.toList();
	}

	/**
	 * Describes each container that is not ready, or its pod. Useful if a wait times out
	 * without a symptom.
	 */
	public static List<String> unready(Present present) {
		return EvidenceTexts.bounded(PodSymptoms.unready(new SymptomContext(present)).toList());
	}

}
