package org.seldonruns.lifecycle.update;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.seldonruns.cluster.PredictionResponse;
import org.seldonruns.lifecycle.FakeCluster;
import org.seldonruns.run.availability.PredictionCounts;
import org.seldonruns.run.prediction.PredictionResult;
import org.seldonruns.seldon.resource.PredictionEndpoint;
import org.seldonruns.time.ManualTimekeeper;

import static org.assertj.core.api.Assertions.assertThat;

class PredictionProbeTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final FakeCluster cluster = new FakeCluster();

	private final ManualTimekeeper timekeeper = new ManualTimekeeper();

	private final PredictionEndpoint endpoint = new PredictionEndpoint("main", "iris-main", "http", "/predict");

	private final PredictionProbe probe = new PredictionProbe("main",
			to -> cluster.predict("seldon", to, "{}".getBytes(StandardCharsets.UTF_8), 1, SECOND),
			() -> Optional.of(endpoint), timekeeper, Duration.ofSeconds(10));

	@Test
	void sendsOnePredictionASecond() {
		cluster.onPredict(answered(200));
		probe.send();
		timekeeper.advance(SECOND);
		timekeeper.advance(SECOND);

		assertThat(cluster.calls("predict http:iris-main/predict {}")).isEqualTo(3);
		assertThat(probe.counts()).isEqualTo(new PredictionCounts(Map.of("200", 3), 0, List.of()));
	}

	@Test
	void countsFailuresWithTheirTimes() {
		Instant begun = timekeeper.now();
		cluster.onPredict(answered(200), answered(503), new PredictionResponse.Broken("reset"),
				new PredictionResponse.Unreachable("no endpoints"), new PredictionResponse.Rejected(403, "forbidden"),
				new PredictionResponse.Unavailable("down"));
		probe.send();
		for (int i = 0; i < 5; i++) {
			timekeeper.advance(SECOND);
		}

		PredictionCounts counts = probe.counts();
		assertThat(counts.answers()).isEqualTo(Map.of("200", 1, "503", 1, PredictionResult.NO_ANSWER, 2));
		assertThat(counts.failed()).isEqualTo(3);
		assertThat(counts.total()).isEqualTo(4);
		assertThat(counts.failures()).hasSize(3)
			.startsWith(new PredictionCounts.Failure(begun.plusSeconds(1), "503"),
					new PredictionCounts.Failure(begun.plusSeconds(2), PredictionResult.NO_ANSWER));
	}

	@Test
	void doesNotWaitForTheAnswerBeforeTheNextPrediction() {
		CompletableFuture<PredictionResponse> never = cluster.predictsNever();
		cluster.onPredict(answered(200));
		probe.send();
		timekeeper.advance(SECOND);
		assertThat(probe.counts().answers()).isEqualTo(Map.of("200", 1));
		timekeeper.advance(Duration.ofSeconds(9));

		assertThat(never).isCancelled();
		assertThat(probe.counts().answers()).containsEntry(PredictionResult.TIMEOUT, 1);
	}

	@Test
	void limitsTheNumberOfUnansweredPredictions() {
		CompletableFuture<PredictionResponse> never = cluster.predictsNever();
		PredictionProbe slow = new PredictionProbe("main", to -> cluster.predict("seldon", to, new byte[0], 1, SECOND),
				() -> Optional.of(endpoint), timekeeper, Duration.ofMinutes(5));
		slow.send();
		for (int i = 0; i < 30; i++) {
			timekeeper.advance(SECOND);
		}

		assertThat(cluster.calls("predict")).isEqualTo(10);
		slow.close();
		assertThat(never).isCancelled();
	}

	@Test
	void sendsNothingWithoutAnEndpoint() {
		PredictionProbe idle = new PredictionProbe("main", to -> cluster.predict("seldon", to, new byte[0], 1, SECOND),
				Optional::empty, timekeeper, SECOND);
		idle.send();
		timekeeper.advance(SECOND);

		assertThat(cluster.calls("predict")).isZero();
		idle.close();
	}

	@Test
	void listsALimitedNumberOfFailures() {
		cluster.onPredict(answered(500));
		probe.send();
		for (int i = 0; i < 30; i++) {
			timekeeper.advance(SECOND);
		}

		assertThat(probe.counts().failed()).isEqualTo(31);
		assertThat(probe.counts().failures()).hasSize(PredictionCounts.MAX_FAILURES);
	}

	@Test
	void sendsNothingAfterTheEnd() {
		CompletableFuture<PredictionResponse> pending = cluster.predictsNever();
		probe.send();
		probe.close();
		timekeeper.advance(Duration.ofSeconds(30));

		assertThat(pending).isCancelled();
		assertThat(cluster.calls("predict")).isOne();
		assertThat(probe.counts().total()).isZero();
		assertThat(timekeeper.pendingActions()).isZero();
	}

	private static PredictionResponse answered(int status) {
		return new PredictionResponse.Answered(status, "application/json", "{}", 2, true);
	}

}
