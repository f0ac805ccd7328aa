package org.seldonruns.seldon.symptom;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.seldonruns.seldon.resource.ResourceState.Present;

/** Finds what keeps a resource from becoming ready. */
public final class Symptoms {

	private Symptoms() {
	}

	/**
	 * Finds what keeps a resource from becoming ready. Pods that are being deleted do not
	 * count.
	 * @param present what the watches show
	 * @return at most one of each kind, deepest first: what follows from a symptom comes
	 * after it; none where nothing hints at trouble
	 */
	public static List<Symptom> of(Present present) {
		SymptomContext scene = new SymptomContext(present);
		Optional<Symptom> operatorFailed = NameClashSymptoms.in(scene, present.resource())
			.or(() -> OperatorSymptoms.failed(present.resource()));
		Optional<Symptom> deadline = DeploymentSymptoms.progressDeadline(scene);
		// An operator that only repeats the deadline says less than the Deployment.
		boolean repeated = OperatorSymptoms.repeatsDeadline(present.resource());
		return Stream
			.of(ImagePullSymptoms.in(scene), CrashLoopSymptoms.in(scene),
					ContainerConfigSymptoms.in(scene).or(() -> PodSymptoms.sandbox(scene)), PodSymptoms.volume(scene),
					PodSymptoms.unschedulable(scene), DeploymentSymptoms.quota(scene), ProbeSymptoms.in(scene),
					repeated ? deadline : operatorFailed, repeated ? operatorFailed : deadline,
					OperatorSymptoms.notReconciled(present.resource()))
			.flatMap(Optional::stream)
			.toList();
	}

	/**
	 * Tells what the pods that are not ready are about. Worth reading where nothing hints
	 * at trouble, and the time is up all the same.
	 * @param present what the watches show
	 * @return a clause for each container that is not ready, or for its pod
	 */
	public static List<String> unready(Present present) {
		return EvidenceTexts.bounded(PodSymptoms.unready(new SymptomContext(present)).toList());
	}

}
