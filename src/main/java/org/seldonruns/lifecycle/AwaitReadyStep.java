package org.seldonruns.lifecycle;

import java.util.List;
import java.util.stream.Collectors;

import org.seldonruns.run.Component;
import org.seldonruns.run.StepName;
import org.seldonruns.seldon.Readiness;
import org.seldonruns.seldon.Verdict;
import org.seldonruns.time.Deadline;

/** Waits until every component has the replicas that it asks for. */
final class AwaitReadyStep implements StepPlay {

	private final ReadinessWait wait;

	AwaitReadyStep(ReadinessWait wait) {
		this.wait = wait;
	}

	@Override
	public StepName name() {
		return StepName.AWAIT_READY;
	}

	@Override
	public Outcome play(Rehearsal rehearsal, Deadline deadline) {
		Readiness rule = Readiness.initial(rehearsal.created().generation());
		return wait.await(rehearsal, rule, deadline, ready -> ready(rehearsal, ready));
	}

	private static Outcome ready(Rehearsal rehearsal, Verdict.Ready ready) {
		List<Component> components = ready.components()
			.stream()
			.map(seen -> new Component(seen.deployment(), seen.replicas(), null, seen.autoscaled()))
			.toList();
		rehearsal.run().components(components);
		return new Outcome.Succeeded(components.isEmpty() ? "available, without components"
				: components.stream()
					.map(component -> component.deployment() + " has " + component.initial())
					.collect(Collectors.joining("; ")));
	}

}
