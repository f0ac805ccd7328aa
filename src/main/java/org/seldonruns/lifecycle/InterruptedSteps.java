package org.seldonruns.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.seldonruns.cluster.OrphanedResource;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.Step;
import org.seldonruns.run.StepName;
import org.seldonruns.run.StepStatus;

/** The steps of a run whose process is no more, as far as its resource tells. */
final class InterruptedSteps {

	private InterruptedSteps() {
	}

	/**
	 * Tells what became of the steps before DELETE: the one that had begun last failed.
	 * @param leftover the run's resource
	 * @param now the current instant
	 * @return all steps but DELETE
	 */
	static List<Step> of(OrphanedResource leftover, Instant now) {
		StepName last = leftover.scaled() ? StepName.AWAIT_SCALED : StepName.AWAIT_READY;
		return Arrays.stream(StepName.values())
			.filter(step -> step != StepName.DELETE)
			.map(step -> step(step, last, leftover, now))
			.toList();
	}

	private static Step step(StepName step, StepName last, OrphanedResource leftover, Instant now) {
		Instant created = leftover.resourceCreatedAt();
		int order = step.compareTo(last);
		if (order < 0) {
			return new Step(step, StepStatus.SUCCEEDED, created, created, null,
					(step == StepName.CREATE) ? "created " + leftover.resource().name() : "done, as the resource shows",
					null);
		}
		if (order > 0) {
			return new Step(step, StepStatus.SKIPPED, null, now, null, last + " failed", null);
		}
		List<String> evidence = new ArrayList<>();
		evidence.add("%s %s was created at %s, and nobody shows by a Lease that its run goes on"
			.formatted(leftover.request().resource().kind(), leftover.resource().name(), created));
		if (leftover.resource().deleting()) {
			evidence.add("somebody, maybe the run itself, had asked for its deletion before");
		}
		Diagnosis why = new Diagnosis(Cause.INTERRUPTED,
				"the process that played the run ended without a word; what the run had created is removed", evidence);
		return new Step(step, StepStatus.FAILED, created, now, Duration.between(created, now), why.explanation(), why);
	}

}
