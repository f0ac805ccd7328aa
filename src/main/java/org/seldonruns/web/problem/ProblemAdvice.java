package org.seldonruns.web.problem;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.util.DisconnectedClientHelper;

import org.seldonruns.lifecycle.IdempotencyKeyReusedException;
import org.seldonruns.lifecycle.QueueFullException;
import org.seldonruns.lifecycle.ShuttingDownException;
import org.seldonruns.lifecycle.TooManyRunsException;
import org.seldonruns.security.ReviewUnavailableException;
import org.seldonruns.security.Verdict;
import org.seldonruns.seldon.manifest.ManifestException;

/**
 * Turns exceptions into problems. The messages of unexpected exceptions are only logged.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
public class ProblemAdvice {

	/** The default of {@code Retry-After}. */
	private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

	private static final Logger logger = LoggerFactory.getLogger(ProblemAdvice.class);

	@ExceptionHandler
	ResponseEntity<Problem> problem(ProblemException exception, HttpServletRequest request) {
		return response(exception.problem(request.getRequestURI()), exception.headers());
	}

	@ExceptionHandler
	ResponseEntity<Problem> manifest(ManifestException exception, HttpServletRequest request) {
		ProblemType type = switch (exception.kind()) {
			case UNREADABLE -> ProblemType.UNREADABLE_MANIFEST;
			case UNACCEPTABLE -> ProblemType.UNACCEPTABLE_MANIFEST;
		};
		List<ProblemError> errors = exception.violations().stream().map(ProblemError::of).toList();
		return problem(new ProblemException(type, messageOf(exception), errors), request);
	}

	@ExceptionHandler
	ResponseEntity<Problem> queueFull(QueueFullException exception, HttpServletRequest request) {
		return retryLater(ProblemType.QUEUE_FULL, exception, request);
	}

	@ExceptionHandler
	ResponseEntity<Problem> tooManyRuns(TooManyRunsException exception, HttpServletRequest request) {
		return retryLater(ProblemType.TOO_MANY_RUNS, exception, request);
	}

	@ExceptionHandler
	ResponseEntity<Problem> keyReused(IdempotencyKeyReusedException exception, HttpServletRequest request) {
		return problem(new ProblemException(ProblemType.IDEMPOTENCY_KEY_REUSED, sentence(messageOf(exception))),
				request);
	}

	@ExceptionHandler
	ResponseEntity<Problem> shuttingDown(ShuttingDownException exception, HttpServletRequest request) {
		return retryLater(ProblemType.SHUTTING_DOWN, exception, request);
	}

	private ResponseEntity<Problem> retryLater(ProblemType type, Exception exception, HttpServletRequest request) {
		return problem(new ProblemException(type, sentence(messageOf(exception))).retryAfter(RETRY_AFTER), request);
	}

	/** Sets {@code WWW-Authenticate} as in RFC 6750, section 3. */
	@ExceptionHandler
	ResponseEntity<Problem> unauthenticated(AuthenticationException exception, HttpServletRequest request) {
		boolean tokenMissing = exception instanceof InsufficientAuthenticationException;
		String detail = tokenMissing
				? "The request has no bearer token. Send \"Authorization: Bearer TOKEN\" with a token that the API "
						+ "server of the cluster accepts, such as one from kubectl create token. If "
						+ "seldon-runs.security.audiences is set, add --audience with one of these audiences."
				: "The API server of the cluster does not accept the bearer token: it is malformed, expired or "
						+ "revoked, or it is for another audience. Get a new one.";
		HttpHeaders challenge = new HttpHeaders();
		challenge.set(HttpHeaders.WWW_AUTHENTICATE, tokenMissing ? "Bearer" : "Bearer error=\"invalid_token\"");
		return response(Problem.of(ProblemType.UNAUTHENTICATED, detail, request.getRequestURI()), challenge);
	}

	@ExceptionHandler
	ResponseEntity<Problem> unavailable(ReviewUnavailableException exception, HttpServletRequest request) {
		Duration retryAfter = (exception.retryAfter() != null) ? exception.retryAfter() : RETRY_AFTER;
		return problem(new ProblemException(ProblemType.CLUSTER_UNAVAILABLE,
				"The caller cannot be authenticated or authorized: " + messageOf(exception) + ".")
			.retryAfter(retryAfter), request);
	}

	@ExceptionHandler
	ResponseEntity<Problem> forbidden(AuthorizationDeniedException exception, HttpServletRequest request) {
		String detail = (exception.getAuthorizationResult() instanceof Verdict verdict)
				? "You do not have these permissions in the cluster: %s. Check them with kubectl auth can-i."
					.formatted(String.join("; ", verdict.missing()))
				: "You do not have permission for this request.";
		return problem(new ProblemException(ProblemType.FORBIDDEN, detail), request);
	}

	/** Handles a query that Tomcat rejects. */
	@ExceptionHandler
	ResponseEntity<Problem> parameters(InvalidParameterException exception, HttpServletRequest request) {
		logger.debug("Rejected {} {}", request.getMethod(), request.getRequestURI(), exception);
		return problem(new ProblemException(ProblemType.INVALID_PARAMETER,
				"The query string is not percent-encoded UTF-8, or has too many parameters."), request);
	}

	/**
	 * Handles a request that the firewall rejects. It checks headers and parameters only
	 * when they are read.
	 */
	@ExceptionHandler
	ResponseEntity<Problem> rejected(RequestRejectedException exception, HttpServletRequest request) {
		logger.debug("Rejected {} {}", request.getMethod(), request.getRequestURI(), exception);
		return problem(new ProblemException(ProblemType.MALFORMED_REQUEST,
				"The path is not normalized (it has ; or // or /./ or an encoded slash, dot, percent sign or control "
						+ "character), or the name of a header or parameter has a control character."),
				request);
	}

	@ExceptionHandler
	@Nullable ResponseEntity<Problem> other(Exception exception, HttpServletRequest request) {
		if (exception instanceof ErrorResponse response && response.getStatusCode().is4xxClientError()) {
			boolean allows = response.getHeaders().containsHeader(HttpHeaders.ALLOW);
			return response(problem(response, request), allows ? response.getHeaders() : HttpHeaders.EMPTY);
		}
		if (DisconnectedClientHelper.isClientDisconnectedException(exception)) {
			return null;
		}
		String errorId = UUID.randomUUID().toString();
		logger.error("Internal error {} in {} {}", errorId, request.getMethod(), request.getRequestURI(), exception);
		return response(Problem.internal(errorId, request.getRequestURI()), HttpHeaders.EMPTY);
	}

	private static Problem problem(ErrorResponse response, HttpServletRequest request) {
		String path = request.getRequestURI();
		HttpStatusCode status = response.getStatusCode();
		return switch (HttpStatus.valueOf(status.value())) {
			case NOT_FOUND -> Problem.of(ProblemType.NOT_FOUND,
					"The API has no path %s; /swagger-ui.html documents all paths.".formatted(path), path);
			case METHOD_NOT_ALLOWED -> Problem.of(ProblemType.METHOD_NOT_ALLOWED, notAllowed(response, request), path);
			case NOT_ACCEPTABLE -> Problem.of(ProblemType.NOT_ACCEPTABLE, notAcceptable(response), path);
			case UNSUPPORTED_MEDIA_TYPE -> Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE,
					"The Content-Type is not supported at %s.".formatted(path), path);
			default -> Problem.of(ProblemType.MALFORMED_REQUEST, "The request is malformed.", path);
		};
	}

	private static String notAllowed(ErrorResponse response, HttpServletRequest request) {
		String supported = (response instanceof HttpRequestMethodNotSupportedException exception
				&& exception.getSupportedMethods() != null) ? String.join(", ", exception.getSupportedMethods()) : "";
		return "%s does not support %s; it supports %s.".formatted(request.getRequestURI(), request.getMethod(),
				supported.isEmpty() ? "no method" : supported);
	}

	private static String notAcceptable(ErrorResponse response) {
		return notAcceptable((response instanceof HttpMediaTypeNotAcceptableException exception)
				? exception.getSupportedMediaTypes() : List.of());
	}

	/**
	 * Returns the detail of a response with status 406.
	 * @param available the available media types; empty if the header is malformed
	 */
	public static String notAcceptable(List<MediaType> available) {
		return available.isEmpty() ? "The Accept header is malformed or accepts no available media type."
				: "The available media types are %s; accept one of these, or omit the Accept header."
					.formatted(MediaType.toString(available));
	}

	private static ResponseEntity<Problem> response(Problem problem, HttpHeaders headers) {
		return ResponseEntity.status(problem.status())
			.headers(headers)
			// Explicit, because problems do not depend on the Accept header.
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(problem);
	}

	private static String messageOf(Exception exception) {
		return (exception.getMessage() != null) ? exception.getMessage() : "";
	}

	private static String sentence(String clause) {
		return Character.toUpperCase(clause.charAt(0)) + clause.substring(1) + ".";
	}

}
