package org.seldonruns.web.problem;

import java.time.Duration;
import java.util.List;

import org.springframework.http.HttpHeaders;

/** Ends a request with a problem as the response. */
// Thrown and caught within one request, never serialized.
@SuppressWarnings("serial")
public final class ProblemException extends RuntimeException {

	private final ProblemType type;

	private final String detail;

	private final List<ProblemError> errors;

	private final HttpHeaders headers = new HttpHeaders();

	/**
	 * Creates the exception.
	 * @param type the type of the problem
	 * @param detail a sentence that says what is wrong and how to correct it
	 */
	public ProblemException(ProblemType type, String detail) {
		this(type, detail, List.of());
	}

	/**
	 * Creates the exception with details of single errors.
	 * @param type the type of the problem
	 * @param detail a sentence that says what is wrong and how to correct it
	 * @param errors the single errors
	 */
	public ProblemException(ProblemType type, String detail, List<ProblemError> errors) {
		super(detail);
		this.type = type;
		this.detail = detail;
		this.errors = List.copyOf(errors);
	}

	/**
	 * Creates an exception for one query parameter.
	 * @param type the type of the problem
	 * @param parameter the parameter
	 * @param detail a sentence that says what is wrong and how to correct it
	 * @return the exception
	 */
	public static ProblemException ofParameter(ProblemType type, String parameter, String detail) {
		return new ProblemException(type, detail, List.of(ProblemError.ofParameter(parameter, detail)));
	}

	public ProblemException withHeader(String name, String value) {
		headers.set(name, value);
		return this;
	}

	public ProblemException retryAfter(Duration delay) {
		// The header has whole seconds; rounded up.
		return withHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, delay.plusMillis(999).toSeconds())));
	}

	public ProblemType type() {
		return type;
	}

	public Problem problem(String instance) {
		return Problem.of(type, detail, instance).withErrors(errors);
	}

	public HttpHeaders headers() {
		return headers;
	}

}
