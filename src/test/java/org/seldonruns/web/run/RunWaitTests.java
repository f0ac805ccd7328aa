package org.seldonruns.web.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import org.seldonruns.lifecycle.FakeRunService;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.Observation;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.StepName;
import org.seldonruns.run.history.RunFilter;
import org.seldonruns.run.history.RunHistory;
import org.seldonruns.web.TestRuns;
import org.seldonruns.web.WebTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Tests {@code Prefer: wait}. */
@WebTest
@Timeout(60)
class RunWaitTests {

	private static final Diagnosis CANCELLED = Diagnosis.of(Cause.CANCELLED, "cancelled on request");

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FakeRunService runs;

	@Autowired
	private RunHistory history;

	@Autowired
	private MeterRegistry registry;

	@Test
	void startWaitsForFinishedRun() {
		CompletableFuture<MvcTestResult> answer = waiting(() -> start("wait=60"));
		started().cancelWhileQueued(CANCELLED);

		assertThat(answer.join()).hasStatusOk()
			.hasHeader("Preference-Applied", "wait=60")
			.containsHeader("Location")
			.bodyJson()
			.extractingPath("$.status")
			.isEqualTo("CANCELLED");
	}

	@Test
	void startReturnsLiveRunAfterTimeout() {
		assertThat(start("wait=0")).hasStatus(202)
			.hasHeader("Preference-Applied", "wait=0")
			.bodyJson()
			.extractingPath("$.status")
			.isEqualTo("QUEUED");
	}

	@Test
	void invalidPreferenceIsIgnored() {
		assertThat(start("wait=soon")).hasStatus(202).doesNotContainHeader("Preference-Applied");
	}

	@Test
	void readWaitsForFinishedRun() {
		Run run = runs.add(TestRuns.request());
		CompletableFuture<MvcTestResult> answer = waiting(() -> show(run, "wait=60", List.of()));
		run.begin(StepName.CREATE, null);
		run.observe(new Observation("a", "Pod", "iris-0", "Normal", "Pulled", "pulled", 1));
		Assertions.assertThat(answer).isNotDone();
		run.cancel(StepName.CREATE, CANCELLED);
		List.of(StepName.AWAIT_READY, StepName.SCALE, StepName.AWAIT_SCALED, StepName.DELETE)
			.forEach(step -> run.skip(step, "nothing was created"));

		assertThat(answer.join()).hasStatusOk()
			.hasHeader("Preference-Applied", "wait=60")
			.bodyJson()
			.extractingPath("$.status")
			.isEqualTo("CANCELLED");
	}

	@Test
	void readWithEtagWaitsForChange() {
		Run run = runs.add(TestRuns.request());
		String known = tag(run.summary());
		CompletableFuture<MvcTestResult> answer = waiting(() -> show(run, "wait=60", List.of(known)));
		run.begin(StepName.CREATE, null);

		assertThat(answer.join()).hasStatusOk()
			.hasHeader("ETag", tag(run.summary()))
			.bodyJson()
			.extractingPath("$.status")
			.isEqualTo("RUNNING");
	}

	@Test
	void readWithOldEtagDoesNotWait() {
		Run run = runs.add(TestRuns.request());
		assertThat(show(run, "wait=60", List.of("W/\"1\"", "\"else\""))).hasStatusOk();
	}

	@Test
	void readWithEtagIsNotModifiedAfterTimeout() {
		Run run = runs.add(TestRuns.request());
		assertThat(show(run, "wait=0", List.of(tag(run.summary())))).hasStatus(304);
		assertThat(show(run, "wait=0", List.of())).hasStatusOk();
	}

	@Test
	void finishedRunIsReturnedImmediately() {
		Run run = runs.add(TestRuns.request());
		run.cancelWhileQueued(CANCELLED);
		assertThat(show(run, "wait=60", List.of())).hasStatusOk().hasHeader("Preference-Applied", "wait=60");
		assertThat(show(run, "wait=60", List.of(tag(run.summary())))).hasStatus(304);
	}

	private static String tag(RunSnapshot run) {
		return "W/\"%d-json\"".formatted(run.version());
	}

	private MvcTestResult start(String prefer) {
		return mvc.post()
			.uri("/runs?namespace=seldon")
			.header("Prefer", prefer)
			.contentType("application/yaml")
			.content(TestRuns.MANIFEST)
			.exchange();
	}

	private MvcTestResult show(Run run, String prefer, List<String> tags) {
		var request = mvc.get().uri("/runs/" + run.id()).header("Prefer", prefer);
		if (!tags.isEmpty()) {
			request.header("If-None-Match", String.join(", ", tags));
		}
		return request.exchange();
	}

	/** Sends a request on another thread and returns when it waits. */
	private CompletableFuture<MvcTestResult> waiting(Supplier<MvcTestResult> question) {
		CompletableFuture<MvcTestResult> answer = CompletableFuture.supplyAsync(question);
		await().atMost(Duration.ofSeconds(30))
			.until(() -> registry.get("seldon.runs.clients.waiting").gauge().value() == 1);
		return answer;
	}

	private Run started() {
		RunSnapshot run = history.list(new RunFilter(null, null, Map.of()), 1, OptionalLong.empty()).runs().getFirst();
		return history.find(run.id()).orElseThrow();
	}

}
