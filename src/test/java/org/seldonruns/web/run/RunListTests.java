package org.seldonruns.web.run;

import java.net.URI;
import java.util.List;
import java.util.Map;

import com.jayway.jsonpath.JsonPath;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import org.seldonruns.lifecycle.FakeRunService;
import org.seldonruns.run.Run;
import org.seldonruns.web.TestRuns;
import org.seldonruns.web.WebTest;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.view.RunCursor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.web.problem.ProblemAssertions.assertThatProblem;
import static org.seldonruns.web.problem.ProblemAssertions.body;

@WebTest
class RunListTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FakeRunService runs;

	private Run oldest;

	private Run middle;

	private Run newest;

	@BeforeEach
	void addThreeRuns() {
		oldest = runs.add(TestRuns.request("seldon", Map.of("commit", "9f1c2e", "stage", "test")));
		middle = runs.add(TestRuns.request("models", Map.of("commit", "9f1c2e")));
		newest = runs.add(TestRuns.request("seldon", Map.of()));
		TestRuns.succeed(oldest, runs.time);
	}

	@Test
	void newestComesFirst() {
		assertThat(ids(list(""))).containsExactly(id(newest), id(middle), id(oldest));
	}

	@Test
	void itemsAreRunsWithoutTheirTimelines() {
		MvcTestResult response = list("?status=SUCCEEDED");
		assertThat(response).bodyJson().doesNotHavePath("$.items[0].timeline");
		assertThat(response).bodyJson().extractingPath("$.items[0].steps.length()").isEqualTo(5);
		assertThat(response).bodyJson().extractingPath("$.items[0].failure").isNull();
		assertThat(response).bodyJson().extractingPath("$.next").isNull();
	}

	@Test
	void listIsATableIfTextIsAccepted() {
		MvcTestResult response = mvc.get().uri("/runs?limit=2").accept(MediaType.TEXT_PLAIN).exchange();
		assertThat(response).hasStatusOk().bodyText().startsWith("ID ").contains(id(newest), id(middle));
		assertThat(response.getResponse().getContentType()).isEqualTo("text/plain;charset=UTF-8");
		assertThat(response).bodyText().contains("add cursor=" + next(list("?limit=2")) + " to the query");
		assertThat(mvc.get().uri("/runs").header("Accept", "*/*")).hasStatusOk()
			.hasContentType(MediaType.APPLICATION_JSON);
	}

	@Test
	void filtersSelectRuns() {
		assertThat(ids(list("?namespace=seldon"))).containsExactly(id(newest), id(oldest));
		assertThat(ids(list("?status=QUEUED"))).containsExactly(id(newest), id(middle));
		assertThat(ids(list("?label=commit=9f1c2e"))).containsExactly(id(middle), id(oldest));
		assertThat(ids(list("?label=commit=9f1c2e&label=stage=test"))).containsExactly(id(oldest));
		assertThat(ids(list("?namespace=models&status=SUCCEEDED"))).isEmpty();
	}

	@Test
	void cursorsCoverTheWholeListOnce() {
		MvcTestResult first = list("?limit=2");
		assertThat(ids(first)).containsExactly(id(newest), id(middle));
		MvcTestResult second = list("?limit=2&cursor=" + next(first));
		assertThat(ids(second)).containsExactly(id(oldest));
		assertThat(next(second)).isNull();
	}

	@Test
	void cursorOfAnotherProcessIsRejected() {
		RunCursor cursor = RunCursor.parse(String.valueOf(next(list("?limit=2")))).orElseThrow();
		String stale = new RunCursor(cursor.history() - 1, cursor.position()).toString();

		assertThatProblem(list("?limit=2&cursor=" + stale), ProblemType.CURSOR_EXPIRED)
			.contains("start again from the first page");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			limit=many,             limit
			limit=,                 limit
			limit=1&limit=2,        limit
			cursor=abc,             cursor
			cursor=AAAAAAAAACo,     cursor
			cursor=AAAAAAAAACo=,    cursor
			cursor=AAAAAAAAAAAAAAAAAAAAAA==, cursor
			cursor=AAAAAAAAAAAAAAAAAAAAAB, cursor
			cursor=,                cursor
			status=DONE,            status
			status=succeeded,       status
			status=,                status
			namespace=,             namespace
			namespace=a&namespace=b, namespace
			label=x,                label
			label=a=1&label=a=2,    label
			page=2,                 page
			%6cimit=x,              limit
			""")
	void malformedParameterIsRejected(String query, String parameter) {
		MvcTestResult response = list("?" + query);
		assertThatProblem(response, ProblemType.INVALID_PARAMETER).contains(parameter);
		assertThat(response).bodyJson().extractingPath("$.errors[*].parameter").asArray().containsExactly(parameter);
	}

	@ParameterizedTest
	@CsvSource({ "limit=0, from 1 to 200", "limit=201, from 1 to 200", "limit=-1, from 1 to 200",
			"namespace=A, DNS label", "label=a b=c, its key" })
	void unacceptableParameterIsRejected(String query, String hint) {
		assertThatProblem(list("?" + query.replace(" ", "+")), ProblemType.UNACCEPTABLE_PARAMETER).contains(hint);
	}

	private MvcTestResult list(String query) {
		return mvc.get().uri(URI.create("/runs" + query)).exchange();
	}

	private static List<String> ids(MvcTestResult response) {
		assertThat(response).hasStatusOk();
		return JsonPath.read(body(response), "$.items[*].id");
	}

	private static @Nullable String next(MvcTestResult response) {
		return JsonPath.read(body(response), "$.next");
	}

	private static String id(Run run) {
		return run.id().toString();
	}

}
