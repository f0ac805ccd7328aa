package org.seldonruns.web.problem;

import java.nio.charset.StandardCharsets;

import com.jayway.jsonpath.JsonPath;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.Assertions;

import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

/** Holds answers to what every problem promises. */
public final class ProblemAssertions {

	private ProblemAssertions() {
	}

	/**
	 * The answer is a problem of this type, and nothing inside of the service shows.
	 * @param answer any answer
	 * @param type the type that it has to be of
	 * @return its detail, to go on with
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
