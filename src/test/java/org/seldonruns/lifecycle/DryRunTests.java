package org.seldonruns.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.seldonruns.cluster.ApiResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.lifecycle.FakeCluster.accepted;
import static org.seldonruns.lifecycle.FakeCluster.refused;

class DryRunTests {

	private final FakeCluster cluster = new FakeCluster();

	@Test
	void findsAcceptableWhatTheServerAccepts() {
		cluster.onDryRun(accepted(Sample.single().resource(), "unknown field \"spec.foo\""));
		assertThat(judge()).isEqualTo(new DryRunResult.Acceptable(List.of("unknown field \"spec.foo\"")));
		assertThat(cluster.calls()).containsExactly("dryRun iris");
	}

	@Test
	void findsUnacceptableWhatTheServerRefuses() {
		cluster.onDryRun(refused(422, "Invalid", "traffic must add up to 100"));
		assertThat(judge()).isEqualTo(new DryRunResult.Unacceptable(422, "traffic must add up to 100"));
	}

	@Test
	void knowsNothingWhereTheServerCannotBeAskedAndAsksOnce() {
		cluster.onDryRun(new ApiResponse.Unavailable<>("429 Too Many Requests", Duration.ofSeconds(7)));
		assertThat(judge()).isEqualTo(new DryRunResult.Unknown("429 Too Many Requests", Duration.ofSeconds(7)));
		assertThat(cluster.calls()).containsExactly("dryRun iris");
	}

	private DryRunResult judge() {
		return new DryRun(cluster).judge(Stage.request(Sample.single(), Map.of()), Sample.single().manifest());
	}

}
