package org.seldonruns.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.seldonruns.cluster.ApiResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.lifecycle.FakeCluster.accepted;
import static org.seldonruns.lifecycle.FakeCluster.rejected;

class DryRunTests {

	private final FakeCluster cluster = new FakeCluster();

	@Test
	void returnsAcceptedWithWarnings() {
		cluster.onDryRun(accepted(Sample.single().resource(), "unknown field \"spec.foo\""));
		assertThat(run()).isEqualTo(new DryRunResult.Accepted(List.of("unknown field \"spec.foo\""), List.of()));
		assertThat(cluster.calls()).containsExactly("dryRun iris");
	}

	@Test
	void returnsRejected() {
		cluster.onDryRun(rejected(422, "Invalid", "traffic must add up to 100"));
		assertThat(run()).isEqualTo(new DryRunResult.Rejected(422, "traffic must add up to 100", List.of(), false));
	}

	@Test
	void returnsUnavailableWithoutARetry() {
		cluster.onDryRun(new ApiResponse.Unavailable<>("429 Too Many Requests", Duration.ofSeconds(7)));
		assertThat(run()).isEqualTo(new DryRunResult.Unavailable("429 Too Many Requests", Duration.ofSeconds(7), null));
		assertThat(cluster.calls()).containsExactly("dryRun iris");
	}

	private DryRunResult run() {
		return new DryRun(cluster).run(Stage.request(Sample.single(), Map.of()), Sample.single().manifests());
	}

}
