package org.seldonruns.web.server;

import java.io.IOException;
import java.util.UUID;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.web.header.HeaderWriter;
import org.seldonruns.web.problem.Problem;
import org.seldonruns.web.problem.ProblemType;

/** Responds with a problem to requests that Tomcat rejects or that fail in it. */
class ProblemValve extends ErrorReportValve {

	private static final Logger logger = LoggerFactory.getLogger(ProblemValve.class);

	private final JsonMapper json;

	private final HeaderWriter headers;

	ProblemValve(JsonMapper json, HeaderWriter headers) {
		this.json = json;
		this.headers = headers;
	}

	@Override
	protected void report(Request request, Response response, @Nullable Throwable throwable) {
		if (response.getStatus() < HttpStatus.BAD_REQUEST.value() || response.getContentWritten() > 0
				|| !response.setErrorReported()) {
			return;
		}
		try {
			response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
			headers.writeHeaders(request, response);
			byte[] body = json.writeValueAsBytes(problem(request, response.getStatus(), throwable));
			if (response.getReporter() != null) {
				response.getOutputStream().write(body);
				response.finishResponse();
			}
		}
		catch (IOException | IllegalStateException exception) {
			logger.debug("Cannot write a problem", exception);
		}
	}

	private static Problem problem(Request request, int code, @Nullable Throwable throwable) {
		String path = request.getRequestURI();
		HttpStatus status = HttpStatus.resolve(code);
		if (status == null || status == HttpStatus.INTERNAL_SERVER_ERROR) {
			String errorId = UUID.randomUUID().toString();
			logger.error("Internal error {} in {} {}", errorId, request.getMethod(), path, throwable);
			return Problem.internal(errorId, path);
		}
		return switch (status) {
			case BAD_REQUEST -> Problem.of(ProblemType.MALFORMED_REQUEST,
					"The request line, a header or the framing of the body violates HTTP (RFC 9112), or the headers are "
							+ "too large.",
					path);
			case NOT_FOUND -> Problem.of(ProblemType.NOT_FOUND,
					"The API does not have this path; /swagger-ui.html documents all paths.", path);
			case METHOD_NOT_ALLOWED -> Problem.of(ProblemType.METHOD_NOT_ALLOWED,
					"The path does not support this method; the Allow header lists the supported methods.", path);
			case REQUEST_TIMEOUT -> Problem.of(ProblemType.UPLOAD_TIMEOUT,
					"The body did not arrive completely in time; send it again.", path);
			case NOT_IMPLEMENTED -> Problem.of(ProblemType.NOT_IMPLEMENTED,
					"The server does not implement the method or the transfer coding of the request.", path);
			default -> Problem.of(status, path);
		};
	}

}
