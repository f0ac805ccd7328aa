package org.seldonruns.web.run;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import org.seldonruns.lifecycle.FakeRunService;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.Run;
import org.seldonruns.run.StepName;
import org.seldonruns.security.FakeReviews;
import org.seldonruns.web.TestRuns;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.protection.AuditTrail;
import org.seldonruns.web.protection.AuthenticatedWebTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.web.problem.ProblemAssertions.assertThatProblem;

/** Tests the permissions of authenticated callers. */
@AuthenticatedWebTest
@ExtendWith(OutputCaptureExtension.class)
class PermissionTests {

	private static final String KIND = " seldondeployments.machinelearning.seldon.io -n ";

	private static final String LOG_LINE = "ModuleNotFoundError: no module named iris";

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FakeRunService runs;

	@Autowired
	private FakeReviews reviews;

	private MvcTestResult ask(HttpMethod method, String uri) {
		return mvc.method(method).uri(uri).header(HttpHeaders.AUTHORIZATION, "Bearer ann").exchange();
	}

	private MvcTestResult get(String uri) {
		return ask(HttpMethod.GET, uri);
	}

	private MvcTestResult upload(String query) {
		return mvc.post()
			.uri("/runs" + query)
			.header(HttpHeaders.AUTHORIZATION, "Bearer ann")
			.contentType("application/yaml")
			.content(TestRuns.MANIFEST)
			.exchange();
	}

	@ParameterizedTest
	@ValueSource(strings = { "create", "patch", "delete" })
	void startNeedsAllPermissionsOfRun(String missing) {
		List.of("create", "patch", "delete")
			.stream()
			.filter(verb -> !verb.equals(missing))
			.forEach(verb -> reviews.grants("ann", verb + KIND + "team"));

		for (String query : List.of("?namespace=team", "?namespace=team&dryRun=true")) {
			assertThatProblem(upload(query), ProblemType.FORBIDDEN)
				.isEqualTo(("You do not have these permissions in the cluster: %s%steam. "
						+ "Check them with kubectl auth can-i.")
					.formatted(missing, KIND));
		}
		assertThat(runs.requests()).isEmpty();
	}

	@Test
	void runHasNameOfCaller() {
		grant("create", "patch", "delete", "get");

		assertThat(upload("?namespace=team")).hasStatus(HttpStatus.ACCEPTED)
			.bodyJson()
			.extractingPath("$.startedBy")
			.isEqualTo("ann");
		assertThat(runs.started().startedBy()).isEqualTo("ann");
		assertThatProblem(upload("?namespace=other"), ProblemType.FORBIDDEN).contains("create" + KIND + "other");
	}

	@ParameterizedTest
	@CsvSource({ "GET, '', get", "GET, /events, get", "GET, /manifest, get", "GET, /junit.xml, get", "HEAD, '', get",
			"POST, /cancel, delete", "DELETE, '', delete" })
	void eachUseOfARunNeedsItsPermission(HttpMethod method, String path, String verb) {
		Run run = runs.add(TestRuns.request("team", Map.of()));
		TestRuns.succeed(run, runs.time);
		reviews.knows("ann");
		String uri = "/runs/" + run.id() + path;

		MvcTestResult refused = ask(method, uri);
		assertThat(refused).hasStatus(HttpStatus.FORBIDDEN);
		if (!method.equals(HttpMethod.HEAD)) {
			assertThatProblem(refused, ProblemType.FORBIDDEN).contains(": " + verb + KIND + "team.");
		}

		grant(verb);
		assertThat(ask(method, uri)).hasStatus2xxSuccessful();
	}

	@Test
	void runIsNotRemovedWithoutPermission() {
		Run run = runs.add(TestRuns.request("team", Map.of()));
		grant("get");

		assertThatProblem(ask(HttpMethod.POST, "/runs/" + run.id() + "/cancel"), ProblemType.FORBIDDEN).isNotBlank();
		assertThat(run.isFinished()).isFalse();
		TestRuns.succeed(run, runs.time);
		assertThatProblem(ask(HttpMethod.DELETE, "/runs/" + run.id()), ProblemType.FORBIDDEN).isNotBlank();
		assertThat(get("/runs/" + run.id())).hasStatusOk();
	}

	@Test
	void listHasOnlyRunsThatCallerMayRead() {
		Run own = runs.add(TestRuns.request("team", Map.of()));
		runs.add(TestRuns.request("other", Map.of()));
		runs.add(TestRuns.request("other", Map.of()));
		grant("get");

		assertThat(get("/runs?limit=1")).hasStatusOk()
			.bodyJson()
			.extractingPath("$.items[*].id")
			.asArray()
			.containsExactly(own.id().toString());
		assertThat(get("/runs?limit=1")).bodyJson().extractingPath("$.next").isNull();
		assertThat(get("/runs?namespace=team")).hasStatusOk();
		assertThatProblem(get("/runs?namespace=other"), ProblemType.FORBIDDEN).contains("get" + KIND + "other");
		assertThatProblem(get("/runs/events?namespace=other"), ProblemType.FORBIDDEN).contains("get" + KIND + "other");
	}

	@Test
	void requestsFailIfPermissionCannotBeChecked() {
		Run run = runs.add(TestRuns.request("team", Map.of()));
		grant("get", "create", "patch", "delete");
		reviews.refuses("not for you");

		for (MvcTestResult response : List.of(get("/runs"), get("/runs/" + run.id()), upload("?namespace=team"),
				ask(HttpMethod.POST, "/runs/" + run.id() + "/cancel"))) {
			assertThatProblem(response, ProblemType.CLUSTER_UNAVAILABLE).doesNotContain("not for you");
			assertThat(response.getResponse().getHeader(HttpHeaders.RETRY_AFTER)).isEqualTo("30");
		}
		assertThat(runs.requests()).isEmpty();
		assertThat(run.isFinished()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/junit.xml", "/events" })
	void logLinesNeedPermissionForLogs(String path) {
		Run run = failedWithLogs();
		grant("get");
		String uri = "/runs/" + run.id() + path;

		assertThat(get(uri)).bodyText()
			.doesNotContain(LOG_LINE)
			.contains("exit code 1",
					"container logs are omitted because you lack the permission: get pods/log -n team");

		reviews.grants("ann", "get pods/log -n team");
		assertThat(get(uri)).bodyText().contains(LOG_LINE, "exit code 1").doesNotContain("left out");
	}

	@Test
	void etagChangesWithPermissionForLogs() {
		Run run = failedWithLogs();
		grant("get");
		String uri = "/runs/" + run.id();
		String hidden = String.valueOf(get(uri).getResponse().getHeader(HttpHeaders.ETAG));
		assertThat(known(uri, hidden)).hasStatus(HttpStatus.NOT_MODIFIED);

		reviews.grants("ann", "get pods/log -n team");
		MvcTestResult whole = known(uri, hidden);
		assertThat(whole).hasStatusOk().bodyText().contains(LOG_LINE);
		String tag = String.valueOf(whole.getResponse().getHeader(HttpHeaders.ETAG));
		assertThat(known(uri, tag)).hasStatus(HttpStatus.NOT_MODIFIED);
	}

	private MvcTestResult known(String uri, String tag) {
		return mvc.get()
			.uri(uri)
			.header(HttpHeaders.AUTHORIZATION, "Bearer ann")
			.header(HttpHeaders.IF_NONE_MATCH, tag)
			.exchange();
	}

	@Test
	void textsListsAndCancelOmitLogLinesWithoutPermission() {
		Run run = failedWithLogs();
		grant("get", "delete");

		for (MvcTestResult response : List.of(
				mvc.get()
					.uri("/runs/" + run.id())
					.header(HttpHeaders.AUTHORIZATION, "Bearer ann")
					.accept(MediaType.TEXT_PLAIN)
					.exchange(),
				mvc.get()
					.uri("/runs/" + run.id() + "/events")
					.header(HttpHeaders.AUTHORIZATION, "Bearer ann")
					.accept(MediaType.TEXT_PLAIN)
					.exchange(),
				get("/runs"), ask(HttpMethod.POST, "/runs/" + run.id() + "/cancel"))) {
			assertThat(response).bodyText().doesNotContain(LOG_LINE).contains("container logs are omitted");
		}
	}

	@Test
	void changeSucceedsIfReadPermissionCannotBeChecked() {
		Run run = failedWithLogs();
		grant("get", "delete");
		reviews.leavesUnanswered("get pods/log -n team");

		assertThat(ask(HttpMethod.POST, "/runs/" + run.id() + "/cancel")).hasStatusOk().bodyText().isEmpty();
		assertThatProblem(get("/runs/" + run.id()), ProblemType.CLUSTER_UNAVAILABLE).contains("no answer");
	}

	@Test
	void startAndCancelHaveNoBodyWithoutReadPermission() {
		grant("create", "patch", "delete");

		MvcTestResult started = mvc.post()
			.uri("/runs?namespace=team")
			.header(HttpHeaders.AUTHORIZATION, "Bearer ann")
			.header("Prefer", "wait=60")
			.contentType("application/yaml")
			.content(TestRuns.MANIFEST)
			.exchange();

		assertThat(started).hasStatus(HttpStatus.ACCEPTED)
			.containsHeader(HttpHeaders.LOCATION)
			.doesNotContainHeader("Preference-Applied")
			.bodyText()
			.isEmpty();
		assertThat(ask(HttpMethod.POST, started.getResponse().getHeader(HttpHeaders.LOCATION) + "/cancel"))
			.hasStatus(HttpStatus.ACCEPTED)
			.bodyText()
			.isEmpty();
	}

	private Run failedWithLogs() {
		Run run = runs.add(TestRuns.request("team", Map.of()));
		TestRuns.create(run, runs.time);
		run.fail(StepName.AWAIT_READY, new Diagnosis(Cause.CRASH_LOOP, "container classifier starts and ends",
				List.of("exit code 1"), List.of("log of iris/classifier:\n" + LOG_LINE)));
		run.skip(StepName.SCALE, "AWAIT_READY failed");
		run.skip(StepName.AWAIT_SCALED, "AWAIT_READY failed");
		run.begin(StepName.DELETE, null);
		run.succeed(StepName.DELETE, "deleted iris");
		return run;
	}

	@Test
	void auditLogHasCallerRequestResourceAndResult(CapturedOutput output) {
		grant("create", "patch", "delete");
		String location = String.valueOf(upload("?namespace=team").getResponse().getHeader(HttpHeaders.LOCATION));
		String id = location.substring("/runs/".length());
		ask(HttpMethod.POST, "/runs/" + id + "/cancel");
		upload("?namespace=other");
		get("/runs/" + id);
		mvc.get().uri("/runs").exchange();
		mvc.get().uri("/actuator/health").exchange();

		assertThat(output.getOut().lines().filter(line -> line.contains(AuditTrail.NAME)))
			.extracting(line -> line.substring(line.indexOf("user=")))
			.containsExactly(
					"user=\"ann\" client=127.0.0.1 request=\"POST /runs?namespace=team\" resource=team/iris run=" + id
							+ " status=202",
					"user=\"ann\" client=127.0.0.1 request=\"POST /runs/" + id + "/cancel\" resource=team/iris run="
							+ id + " status=202",
					"user=\"ann\" client=127.0.0.1 request=\"POST /runs?namespace=other\" resource=other run=- status=403",
					"user=\"ann\" client=127.0.0.1 request=\"GET /runs/" + id + "\" resource=team/iris run=" + id
							+ " status=403",
					"user=\"-\" client=127.0.0.1 request=\"GET /runs\" resource=- run=- status=401");
	}

	@Test
	void auditLogRedactsTokenInQuery(CapturedOutput output) {
		mvc.get().uri("/runs?access_token=eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl").exchange();

		assertThat(output.getOut()).contains("request=\"GET /runs?access_token=***\"").doesNotContain("eyJhbGci");
	}

	@Test
	void auditLogEscapesNameOfCaller(CapturedOutput output) {
		reviews.knows("ann", "ann\nuser=\"root\"");

		ask(HttpMethod.POST, "/runs/x/cancel");

		assertThat(output.getOut().lines().filter(line -> line.contains(AuditTrail.NAME))).singleElement()
			.asString()
			.contains("user=\"ann user=\\\"root\\\"\" client=127.0.0.1 request=\"POST /runs/x/cancel\"");
	}

	private void grant(String... verbs) {
		for (String verb : verbs) {
			reviews.grants("ann", verb + KIND + "team");
		}
	}

}
