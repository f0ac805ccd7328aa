package org.seldonruns.lifecycle;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.Step;

import org.springframework.stereotype.Component;

/** Metrics of runs. No metric has the id of a run as a tag. */
@Component
class RunMetrics {

	private final MeterRegistry registry;

	RunMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	void registerGauges(Supplier<Number> running, Supplier<Number> queued, RunSettings settings) {
		Gauge.builder("seldon.runs.running.limit", settings, RunSettings::maxRunning)
			.description("Maximum number of running runs")
			.register(registry);
		Gauge.builder("seldon.runs.queued.limit", settings, RunSettings::maxQueued)
			.description("Maximum number of queued runs")
			.register(registry);
		Gauge.builder("seldon.runs.running", running).description("Number of running runs").register(registry);
		Gauge.builder("seldon.runs.queued", queued).description("Number of queued runs").register(registry);
	}

	void recordFinished(RunSnapshot run) {
		Duration duration = run.duration();
		Timer.builder("seldon.runs.run")
			.description("Duration of finished runs: the sum of the durations of their steps")
			.tag("status", lower(run.status()))
			.register(registry)
			.record((duration != null) ? duration : Duration.ZERO);
		run.failure()
			.ifPresent(failure -> Counter.builder("seldon.runs.failures")
				.description("Failed and cancelled runs")
				.tag("cause", lower(failure.diagnosis().cause()))
				.tag("step", lower(failure.step()))
				.register(registry)
				.increment());
		run.warnings()
			.forEach(warning -> Counter.builder("seldon.runs.warnings")
				.description("Warnings of finished runs")
				.tag("source", lower(warning.source()))
				.register(registry)
				.increment());
		run.steps().forEach(this::recordFinished);
	}

	private void recordFinished(Step step) {
		if (step.duration() == null) {
			return;
		}
		Timer.builder("seldon.runs.step")
			.description("Duration of executed steps")
			.tag("step", lower(step.name()))
			.tag("outcome", lower(step.status()))
			.register(registry)
			.record(step.duration());
	}

	private static String lower(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

}
