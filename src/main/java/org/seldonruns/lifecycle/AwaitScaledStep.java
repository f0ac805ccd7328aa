package org.seldonruns.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.seldonruns.run.Component;
import org.seldonruns.run.StepName;
import org.seldonruns.seldon.Readiness;
import org.seldonruns.seldon.Verdict;
import org.seldonruns.time.Deadline;

/** Waits until every component that was scaled has exactly the new replicas. */
final class AwaitScaledStep implements StepPlay {

	private final ReadinessWait wait;

	AwaitScaledStep(ReadinessWait wait) {
		this.wait = wait;
	}

	@Override
	public StepName name() {
		return StepName.AWAIT_SCALED;
	}

	@Override
	public Outcome play(Rehearsal rehearsal, Deadline deadline) {
		String whyNotScaled = rehearsal.whyNotScaled();
		if (whyNotScaled != null) {
			return new Outcome.Skipped(whyNotScaled);
		}
		Readiness rule = Readiness.scaled(rehearsal.created().generation(), rehearsal.parameters().replicas());
		return wait.await(rehearsal, rule, deadline, (ready, after) -> scaled(rehearsal, ready, after));
	}

	private static Outcome scaled(Rehearsal rehearsal, Verdict.Ready ready, Duration after) {
		Map<String, Integer> before = rehearsal.run()
			.summary()
			.components()
			.stream()
			.collect(Collectors.toMap(Component::deployment, Component::initial));
		List<Component> components = ready.components().stream().map(seen -> component(seen, before)).toList();
		rehearsal.run().components(components);
		int scaled = ready.components()
			.stream()
			.filter(component -> !component.autoscaled())
			.mapToInt(Verdict.Ready.Component::replicas)
			.sum();
		return new Outcome.Succeeded(ReadinessWait.detail(scaled, after, components.stream()
			.filter(component -> !component.autoscaled())
			.map(component -> "%s %d → %d".formatted(component.deployment(), component.initial(), component.scaled()))
			.toList()));
	}

	private static Component component(Verdict.Ready.Component seen, Map<String, Integer> before) {
		int initial = before.getOrDefault(seen.deployment(), seen.replicas());
		return new Component(seen.deployment(), initial, seen.autoscaled() ? null : seen.replicas(), seen.autoscaled());
	}

}
