package org.seldonruns.lifecycle.kept;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.history.HistorySettings;

import org.springframework.stereotype.Component;

/**
 * Limits how many failed runs keep their resource: of one caller, in one namespace, and
 * in total by number and memory. Safe for use by many threads.
 */
@Component
public final class KeptLimits {

	private final KeptSettings settings;

	private final HistorySettings history;

	private final Map<RunId, Run> kept = new HashMap<>();

	public KeptLimits(KeptSettings settings, HistorySettings history, MeterRegistry registry) {
		this.settings = settings;
		this.history = history;
		Gauge.builder("seldon.runs.kept", this, KeptLimits::size)
			.description("Number of resources that are kept after a failure")
			.register(registry);
	}

	/**
	 * Admits a run whose resource is to be kept, or returns the limit that forbids it.
	 */
	synchronized Optional<String> admit(Run run) {
		Optional<String> reached = reachedLimit(run);
		if (reached.isEmpty()) {
			kept.put(run.id(), run);
		}
		return reached;
	}

	private synchronized int size() {
		return kept.size();
	}

	private Optional<String> reachedLimit(Run run) {
		String caller = run.request().startedBy();
		if (caller != null && count(other -> caller.equals(other.request().startedBy())) >= settings.maxPerCaller()) {
			return Optional.of("caller %s already has %d kept resources (seldon-runs.kept.max-per-caller)"
				.formatted(caller, settings.maxPerCaller()));
		}
		String namespace = run.request().resource().namespace();
		if (count(other -> namespace.equals(other.request().resource().namespace())) >= settings.maxPerNamespace()) {
			return Optional.of("namespace %s already has %d kept resources (seldon-runs.kept.max-per-namespace)"
				.formatted(namespace, settings.maxPerNamespace()));
		}
		if (kept.size() >= history.maxRuns() / 2) {
			return Optional.of("%d resources are already kept, which is half of seldon-runs.history.max-runs"
				.formatted(kept.size()));
		}
		long weight = run.weight() + kept.values().stream().mapToLong(Run::weight).sum();
		return (weight > history.maxSize().toBytes() / 2)
				? Optional.of("the kept runs would take more than half of seldon-runs.history.max-size")
				: Optional.empty();
	}

	private long count(Predicate<Run> which) {
		return kept.values().stream().filter(which).count();
	}

	/** Releases the share of a run; without effect if it has none. */
	synchronized void release(RunId id) {
		kept.remove(id);
	}

}
