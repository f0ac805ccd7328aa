package org.seldonruns.web.problem;

import java.time.Duration;
import java.util.List;

import org.springframework.http.HttpHeaders;

/** Ends a request with a problem as the response. */
// Thrown and caught within one request, never serialized.
@SuppressWarnings("serial")
public final class ProblemException extends RuntimeException {

	private final ProblemType type;

	private final List<ProblemError> errors;

	private final HttpHeaders headers = new HttpHeaders();

	public ProblemException(ProblemType type, String detail) {
		this(type, detail, List.of());
	}

	public ProblemException(ProblemType type, String detail, List<ProblemError> errors) {
		super(detail);
		this.type = type;
		this.errors = List.copyOf(errors);
	}

	/** Creates an exception for one query parameter. */
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
		return Problem.of(type, String.valueOf(getMessage()), instance).withErrors(errors);
	}

	public HttpHeaders headers() {
		return headers;
	}

}
