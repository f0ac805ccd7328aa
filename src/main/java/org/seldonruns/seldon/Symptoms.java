package org.seldonruns.seldon;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.seldonruns.seldon.ResourceState.Present;

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
		Scene scene = new Scene(present);
		Optional<Symptom> operatorFailed = OperatorSymptoms.failed(present.resource());
		Optional<Symptom> deadline = DeploymentSymptoms.progressDeadline(scene);
		// An operator that only repeats the deadline says less than the Deployment.
		boolean repeated = OperatorSymptoms.repeatsDeadline(present.resource());
		return Stream
			.of(ImagePull.in(scene), CrashLoop.in(scene), ContainerConfig.in(scene), PodSymptoms.volume(scene),
					PodSymptoms.unschedulable(scene), DeploymentSymptoms.quota(scene), Probes.in(scene),
					repeated ? deadline : operatorFailed, repeated ? operatorFailed : deadline,
					OperatorSymptoms.notReconciled(present.resource()))
			.flatMap(Optional::stream)
			.toList();
	}

}
