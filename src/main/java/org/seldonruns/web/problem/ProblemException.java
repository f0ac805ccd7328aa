package org.seldonruns.web.problem;

import java.time.Duration;
import java.util.List;

import org.springframework.http.HttpHeaders;

/** A request that is answered with a problem. */
// Thrown and caught within one request, never serialized.
@SuppressWarnings("serial")
public final class ProblemException extends RuntimeException {

	private final ProblemType type;

	private final String detail;

	private final List<ProblemError> errors;

	private final HttpHeaders headers = new HttpHeaders();

	/**
	 * Refuses a request.
	 * @param type the kind of problem
	 * @param detail a sentence that says what to change
	 */
	public ProblemException(ProblemType type, String detail) {
		this(type, detail, List.of());
	}

	/**
	 * Refuses a request.
	 * @param type the kind of problem
	 * @param detail a sentence that says what to change
	 * @param errors each single thing to change
	 */
	public ProblemException(ProblemType type, String detail, List<ProblemError> errors) {
		super(detail);
		this.type = type;
		this.detail = detail;
		this.errors = List.copyOf(errors);
	}

	/**
	 * Rejects a request for one of its query parameters.
	 * @param type the kind of problem
	 * @param parameter the parameter
	 * @param detail a sentence that says what to change
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
		// The header counts whole seconds: better a moment late than early.
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
