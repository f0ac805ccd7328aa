package org.seldonruns.lifecycle.step;

import java.time.Duration;
import java.util.List;

import org.seldonruns.run.Component;
import org.seldonruns.run.StepName;
import org.seldonruns.seldon.readiness.Readiness;
import org.seldonruns.seldon.readiness.ReadinessVerdict;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Durations;

/** Waits until every component has the replicas that it asks for. */
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
		List<Component> components = ready.components()
			.stream()
			.map(seen -> new Component(seen.deployment(), seen.replicas(), null, seen.autoscaled()))
			.toList();
		context.run().components(components);
		if (components.isEmpty()) {
			return new StepOutcome.Succeeded("available after " + Durations.inSeconds(after) + ", without components");
		}
		return new StepOutcome.Succeeded(ReadinessWait.detail(components.stream().mapToInt(Component::initial).sum(),
				after,
				components.stream().map(component -> component.deployment() + " has " + component.initial()).toList()));
	}

}
