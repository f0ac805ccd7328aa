package org.seldonruns.lifecycle.step;

import java.time.Duration;
import java.util.List;

import org.seldonruns.run.component.Component;
import org.seldonruns.run.StepName;
import org.seldonruns.seldon.readiness.Readiness;
import org.seldonruns.seldon.readiness.ReadinessVerdict;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Durations;

/** Waits until every component has its desired number of ready replicas. */
public final class AwaitReadyStep implements StepExecutor {

	private final ReadinessWait wait;

	public AwaitReadyStep(ReadinessWait wait) {
		this.wait = wait;
	}

	@Override
	public StepName name() {
		return StepName.AWAIT_READY;
	}

	@Override
	public StepOutcome execute(RunContext context, Deadline deadline) {
		Readiness rule = Readiness.initial(context.created().generation());
		return wait.await(context, rule, deadline, (ready, after) -> ready(context, ready, after));
	}

	private static StepOutcome ready(RunContext context, ReadinessVerdict.Ready ready, Duration after) {
		List<Component> components = ObservedComponents.recordInitial(context, ready)
			.stream()
			.filter(component -> component.kind() == Component.Kind.COMPONENT)
			.toList();
		if (components.isEmpty()) {
			return new StepOutcome.Succeeded(
					"ready after " + Durations.inSeconds(after) + "; the resource has no components");
		}
		return new StepOutcome.Succeeded(ReadinessWait.detail(components, after));
	}

}
