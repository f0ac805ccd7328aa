package org.seldonruns.lifecycle.step;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.seldonruns.run.StepName;
import org.seldonruns.run.component.Component;
import org.seldonruns.run.component.ScaledPods;
import org.seldonruns.seldon.readiness.Readiness;
import org.seldonruns.seldon.readiness.ReadinessVerdict;
import org.seldonruns.time.Deadline;

/** Waits until every component that was scaled has exactly the new replicas. */
public final class AwaitScaledStep implements StepExecutor {

	private final ReadinessWait wait;

	public AwaitScaledStep(ReadinessWait wait) {
		this.wait = wait;
	}

	@Override
	public StepName name() {
		return StepName.AWAIT_SCALED;
	}

	@Override
	public StepOutcome execute(RunContext context, Deadline deadline) {
		Readiness rule = Readiness.scaled(context.created().generation(), context.parameters().replicas());
		return wait.await(context, rule, deadline, (ready, after) -> scaled(context, ready, after));
	}

	private static StepOutcome scaled(RunContext context, ReadinessVerdict.Ready ready, Duration after) {
		List<Component> scaled = ObservedComponents.recordScaled(context, ready)
			.stream()
			.filter(component -> component.scaled() != null)
			.toList();
		return new StepOutcome.Succeeded(
				ReadinessWait.detail(scaled.stream().map(Component::scaled).mapToInt(Objects::requireNonNull).sum(),
						after, scaled.stream().map(AwaitScaledStep::describe).toList()));
	}

	private static String describe(Component component) {
		ScaledPods pods = component.pods();
		return "%s %d → %d%s".formatted(component.deployment(), component.initial(), component.scaled(),
				(pods != null && !pods.replaced().isEmpty()) ? " (replaced " + pods.replaced().size() + " of its pods)"
						: "");
	}

}
