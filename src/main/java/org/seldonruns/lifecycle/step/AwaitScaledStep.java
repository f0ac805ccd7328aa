package org.seldonruns.lifecycle.step;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.seldonruns.run.Component;
import org.seldonruns.run.StepName;
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
		String scaleSkipReason = context.scaleSkipReason();
		if (scaleSkipReason != null) {
			return new StepOutcome.Skipped(scaleSkipReason);
		}
		Readiness rule = Readiness.scaled(context.created().generation(), context.parameters().replicas());
		return wait.await(context, rule, deadline, (ready, after) -> scaled(context, ready, after));
	}

	private static StepOutcome scaled(RunContext context, ReadinessVerdict.Ready ready, Duration after) {
		Map<String, Integer> before = context.run()
			.summary()
			.components()
			.stream()
			.collect(Collectors.toMap(Component::deployment, Component::initial));
		List<Component> components = ready.components().stream().map(seen -> component(seen, before)).toList();
		context.run().components(components);
		int scaled = ready.components()
			.stream()
			.filter(component -> !component.autoscaled())
			.mapToInt(ReadinessVerdict.Ready.Component::replicas)
			.sum();
		return new StepOutcome.Succeeded(ReadinessWait.detail(scaled, after, components.stream()
			.filter(component -> !component.autoscaled())
			.map(component -> "%s %d → %d".formatted(component.deployment(), component.initial(), component.scaled()))
			.toList()));
	}

	private static Component component(ReadinessVerdict.Ready.Component seen, Map<String, Integer> before) {
		int initial = before.getOrDefault(seen.deployment(), seen.replicas());
		return new Component(seen.deployment(), initial, seen.autoscaled() ? null : seen.replicas(), seen.autoscaled());
	}

}
