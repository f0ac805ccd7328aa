package org.seldonruns.web.problem;

import java.nio.charset.StandardCharsets;

import com.jayway.jsonpath.JsonPath;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.Assertions;

import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

/** Assertions on problems. */
public final class ProblemAssertions {

	private ProblemAssertions() {
	}

	/**
	 * Asserts that a response is a problem of a type and exposes no internals.
	 * @param answer the response
	 * @param type the expected type
	 * @return an assertion on its detail
	 */
	public static AbstractStringAssert<?> assertThatProblem(MvcTestResult answer, ProblemType type) {
		assertThat(answer).hasStatus(type.status());
		assertThat(answer.getResponse().getContentType()).isEqualTo("application/problem+json");
		assertThat(answer).bodyText().doesNotContainPattern("org\\.|java\\.|Exception|\\tat ");
		assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo(type.path());
		assertThat(answer).bodyJson().extractingPath("$.title").isEqualTo(type.title());
		assertThat(answer).bodyJson().extractingPath("$.status").isEqualTo(type.status().value());
		assertThat(answer).bodyJson().extractingPath("$.instance").isEqualTo(answer.getRequest().getRequestURI());
		return Assertions.assertThat(JsonPath.<String>read(body(answer), "$.detail"));
	}

	public static String body(MvcTestResult answer) {
		return new String(answer.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
	}

}
