package org.seldonruns.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.seldonruns.cluster.RecoverableResource;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.Step;
import org.seldonruns.run.StepName;
import org.seldonruns.run.StepStatus;

/** Reconstructs the steps of an interrupted run from its resource. */
final class InterruptedSteps {

	private InterruptedSteps() {
	}

	/**
	 * Returns all steps except DELETE. The resource shows only whether the run scaled and
	 * updated it, so the wait after the last change counts as failed. Earlier steps count
	 * as succeeded and later ones as skipped.
	 * @param orphan the resource of the run
	 * @param now the current instant
	 */
	static List<Step> of(RecoverableResource orphan, Instant now) {
		List<StepName> names = StepName.of(orphan.request().parameters());
		StepName last = names.stream()
			.filter(step -> step.compareTo(orphan.reached()) <= 0)
			.reduce((first, second) -> second)
			.orElseThrow();
		return names.stream()
			.filter(step -> step != StepName.DELETE)
			.map(step -> step(step, last, orphan, now))
			.toList();
	}

	private static Step step(StepName step, StepName last, RecoverableResource orphan, Instant now) {
		Instant created = orphan.resourceCreatedAt();
		int order = step.compareTo(last);
		if (order < 0) {
			return new Step(
					step, StepStatus.SUCCEEDED, created, null, created, null, (step == StepName.CREATE)
							? "created " + orphan.resource().name() : "the resource shows that the run reached " + last,
					null);
		}
		if (order > 0) {
			return new Step(step, StepStatus.SKIPPED, null, null, now, null, last + " failed", null);
		}
		List<String> evidence = new ArrayList<>();
		evidence.add("%s %s was created at %s, and no Lease shows that its run is active"
			.formatted(orphan.request().resource().kind(), orphan.resource().name(), created));
		if (orphan.resource().deleting()) {
			evidence.add("the deletion of the resource had already been requested, possibly by the run");
		}
		Diagnosis why = new Diagnosis(Cause.INTERRUPTED,
				"the process that executed the run ended before the run did; the service deletes the resource of the run",
				evidence);
		return new Step(step, StepStatus.FAILED, created, null, now, Duration.between(created, now), why.explanation(),
				why);
	}

}
