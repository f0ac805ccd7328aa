package org.seldonruns.lifecycle.kept;

import java.time.Duration;
import java.util.Map;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.seldonruns.lifecycle.Stage;
import org.seldonruns.run.request.ResourceName;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.request.RunParameters;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.run.request.Upload;
import org.seldonruns.run.history.HistorySettings;
import org.seldonruns.run.request.UploadParts;
import org.seldonruns.seldon.manifest.Manifest;
import org.seldonruns.time.ManualTimekeeper;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class KeptLimitsTests {

	private final ManualTimekeeper timekeeper = new ManualTimekeeper();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void limitsTheNumberOfOneCaller() {
		KeptLimits limits = limits(2, 100, 100, DataSize.ofMegabytes(64));
		Run first = run("a", "ann", 0);
		assertThat(limits.admit(first)).isEmpty();
		assertThat(limits.admit(run("b", "ann", 0))).isEmpty();
		assertThat(limits.admit(run("c", "ann", 0))).hasValueSatisfying(
				limit -> assertThat(limit).contains("caller ann already has 2 kept resources", "max-per-caller"));
		assertThat(limits.admit(run("c", "bob", 0))).isEmpty();

		assertThat(registry.get("seldon.runs.kept").gauge().value()).isEqualTo(3);

		limits.release(first.id());
		assertThat(registry.get("seldon.runs.kept").gauge().value()).isEqualTo(2);
		assertThat(limits.admit(run("c", "ann", 0))).isEmpty();
	}

	@Test
	void limitsTheNumberInOneNamespace() {
		KeptLimits limits = limits(100, 1, 100, DataSize.ofMegabytes(64));
		assertThat(limits.admit(run("a", null, 0))).isEmpty();
		assertThat(limits.admit(run("a", "ann", 0))).hasValueSatisfying(
				limit -> assertThat(limit).contains("namespace a already has 1 kept resources", "max-per-namespace"));
		assertThat(limits.admit(run("b", null, 0))).isEmpty();
	}

	@Test
	void takesAtMostHalfOfTheHistory() {
		KeptLimits limits = limits(100, 100, 5, DataSize.ofMegabytes(64));
		assertThat(limits.admit(run("a", null, 0))).isEmpty();
		assertThat(limits.admit(run("b", null, 0))).isEmpty();
		assertThat(limits.admit(run("c", null, 0))).hasValueSatisfying(limit -> assertThat(limit).contains("max-runs"));
	}

	@Test
	void takesAtMostHalfOfTheMemoryOfTheHistory() {
		KeptLimits limits = limits(100, 100, 100, DataSize.ofMegabytes(2));
		assertThat(limits.admit(run("a", null, 500_000))).isEmpty();
		assertThat(limits.admit(run("b", null, 500_000))).isEmpty();
		assertThat(limits.admit(run("c", null, 500_000)))
			.hasValueSatisfying(limit -> assertThat(limit).contains("max-size"));
	}

	private KeptLimits limits(int perCaller, int perNamespace, int maxRuns, DataSize maxSize) {
		return new KeptLimits(new KeptSettings(perCaller, perNamespace),
				new HistorySettings(maxRuns, Duration.ZERO, Duration.ofHours(24), maxSize, 100), registry);
	}

	private Run run(String namespace, @Nullable String caller, int size) {
		ResourceName resource = new ResourceName(namespace, "machinelearning.seldon.io/v1", Manifest.KIND, "iris");
		return new Run(
				RunId.next(), new RunRequest(resource, new RunParameters(2, Stage.TIMEOUT, Stage.DELETE_TIMEOUT),
						Map.of(), caller, null, new UploadParts(new Upload(new byte[size], "application/yaml"))),
				100, timekeeper);
	}

}
