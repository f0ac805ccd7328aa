package org.seldonruns.web.problem;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import org.seldonruns.run.Cause;
import org.seldonruns.web.WebTest;
import org.seldonruns.web.view.CauseDocumentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.web.problem.ProblemAssertions.assertThatProblem;

@WebTest
class ProblemTests {

	@Autowired
	private MockMvcTester mvc;

	@ParameterizedTest
	@EnumSource
	void everyTypeIsDocumentedAtItsPath(ProblemType type) {
		MvcTestResult response = mvc.get().uri(type.path()).exchange();
		assertThat(response).hasStatusOk().hasContentType(MediaType.APPLICATION_JSON);
		assertThat(response).bodyJson()
			.extractingPath("$")
			.asMap()
			.containsEntry("type", type.path())
			.containsEntry("title", type.title())
			.containsEntry("status", type.status().value())
			.containsEntry("description", type.description());
	}

	@ParameterizedTest
	@EnumSource
	void everyCauseIsDocumentedAtItsPath(Cause cause) {
		MvcTestResult response = mvc.get().uri(CauseDocumentation.path(cause)).exchange();
		assertThat(response).hasStatusOk();
		assertThat(response).bodyJson().extractingPath("$.title").isEqualTo(CauseDocumentation.title(cause));
		assertThat(response).bodyJson().extractingPath("$.status").isNull();
	}

	@Test
	void listHasEveryType() {
		assertThat(mvc.get().uri("/problems")).hasStatusOk()
			.bodyJson()
			.extractingPath("$.length()")
			.isEqualTo(ProblemType.values().length + Cause.values().length);
	}

	@Test
	void slugsAreUnique() {
		assertThat(Arrays.stream(ProblemType.values()).map(ProblemType::slug)).doesNotHaveDuplicates()
			.allMatch(slug -> slug.matches("[a-z]+(-[a-z]+)*"));
	}

	@Test
	void documentationIsAvailableAsHtmlAndText() {
		MvcTestResult page = mvc.get()
			.uri("/problems/run-failed/timed-out")
			.header("Accept", "text/html,application/xml;q=0.9,*/*;q=0.8")
			.exchange();
		assertThat(page).hasStatusOk().bodyText().contains("<h1>Step timed out</h1>");
		assertThat(page.getResponse().getContentType()).isEqualTo("text/html;charset=UTF-8");
		assertThat(mvc.get().uri("/problems/run-not-found").accept(MediaType.TEXT_PLAIN)).hasStatusOk()
			.bodyText()
			.startsWith("Run not found\n/problems/run-not-found, status 404\n\n")
			.endsWith("\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/problems/x", "/problems/run-failed/x", "/problems/run-failed", "/nothing", "/error",
			"/runs/", "/actuator", "/actuator/env", "/actuator/beans" })
	void unknownPathIsNotFound(String path) {
		assertThatProblem(mvc.get().uri(path).exchange(), ProblemType.NOT_FOUND).contains(path);
	}

	@ParameterizedTest
	@CsvSource({ "PUT, /runs, GET", "PATCH, /runs, POST", "DELETE, /runs, GET",
			"PUT, /runs/0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a11, DELETE",
			"GET, /runs/0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a11/cancel, POST",
			"POST, /runs/0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a11/manifest, GET", "POST, /problems, GET",
			"POST, /actuator/health, GET" })
	void unsupportedMethodsAreRejectedWithSupportedOnes(String method, String path, String known) {
		MvcTestResult response = mvc.method(HttpMethod.valueOf(method)).uri(path).exchange();
		assertThatProblem(response, ProblemType.METHOD_NOT_ALLOWED).contains(method, known);
		assertThat(response.getResponse().getHeader("Allow")).contains(known);
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "text/html", "image/png", "application/json" })
	void problemIsJsonForAnyAcceptHeader(String accept) {
		assertThatProblem(mvc.get().uri("/runs/x").header("Accept", accept).exchange(),
				accept.equals("text/html") || accept.equals("image/png") ? ProblemType.NOT_ACCEPTABLE
						: ProblemType.INVALID_ID)
			.isNotBlank();
	}

	@Test
	void homeRedirectsToDocumentation() {
		assertThat(mvc.get().uri("/")).hasStatus(302).hasHeader("Location", "/swagger-ui.html");
	}

}
