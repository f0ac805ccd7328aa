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
 * Answers with a problem whatever ends a request early. Nothing of an exception that is
 * not made for clients reaches them.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
public class ProblemAdvice {

	/** How long a client is asked to wait where nobody knows better. */
	private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

	private static final Logger logger = LoggerFactory.getLogger(ProblemAdvice.class);

	@ExceptionHandler
	ResponseEntity<Problem> refused(ProblemException refusal, HttpServletRequest request) {
		return answer(refusal.problem(request.getRequestURI()), refusal.headers());
	}

	@ExceptionHandler
	ResponseEntity<Problem> manifest(ManifestException refusal, HttpServletRequest request) {
		ProblemType type = switch (refusal.kind()) {
			case UNREADABLE -> ProblemType.UNREADABLE_MANIFEST;
			case UNACCEPTABLE -> ProblemType.UNACCEPTABLE_MANIFEST;
		};
		List<ProblemError> errors = refusal.violations().stream().map(ProblemError::of).toList();
		return refused(new ProblemException(type, messageOf(refusal), errors), request);
	}

	@ExceptionHandler
	ResponseEntity<Problem> queueFull(QueueFullException full, HttpServletRequest request) {
		return refused(new ProblemException(ProblemType.QUEUE_FULL, sentence(messageOf(full))).retryAfter(RETRY_AFTER),
				request);
	}

	@ExceptionHandler
	ResponseEntity<Problem> tooManyRuns(TooManyRunsException refusal, HttpServletRequest request) {
		return refused(
				new ProblemException(ProblemType.TOO_MANY_RUNS, sentence(messageOf(refusal))).retryAfter(RETRY_AFTER),
				request);
	}

	@ExceptionHandler
	ResponseEntity<Problem> keyReused(IdempotencyKeyReusedException refusal, HttpServletRequest request) {
		return refused(new ProblemException(ProblemType.IDEMPOTENCY_KEY_REUSED, sentence(messageOf(refusal))), request);
	}

	@ExceptionHandler
	ResponseEntity<Problem> shuttingDown(ShuttingDownException end, HttpServletRequest request) {
		return refused(
				new ProblemException(ProblemType.SHUTTING_DOWN, sentence(messageOf(end))).retryAfter(RETRY_AFTER),
				request);
	}

	/** Says in a header, too, what to bring (RFC 6750, 3). */
	@ExceptionHandler
	ResponseEntity<Problem> unauthenticated(AuthenticationException refusal, HttpServletRequest request) {
		boolean nothingSaid = refusal instanceof InsufficientAuthenticationException;
		String detail = nothingSaid
				? "Say who you are: send \"Authorization: Bearer TOKEN\" with a token that the cluster's API server "
						+ "accepts, such as kubectl create token prints."
				: "The token is none that the cluster's API server accepts here: it is not well-formed, has expired, "
						+ "was withdrawn, or is meant for another audience. Get a new one.";
		HttpHeaders challenge = new HttpHeaders();
		challenge.set(HttpHeaders.WWW_AUTHENTICATE, nothingSaid ? "Bearer" : "Bearer error=\"invalid_token\"");
		return answer(Problem.of(ProblemType.UNAUTHENTICATED, detail, request.getRequestURI()), challenge);
	}

	@ExceptionHandler
	ResponseEntity<Problem> unavailable(ReviewUnavailableException trouble, HttpServletRequest request) {
		Duration retryAfter = (trouble.retryAfter() != null) ? trouble.retryAfter() : RETRY_AFTER;
		return refused(new ProblemException(ProblemType.CLUSTER_UNAVAILABLE,
				"Whether you may do this could not be found out: " + messageOf(trouble) + ".")
			.retryAfter(retryAfter), request);
	}

	@ExceptionHandler
	ResponseEntity<Problem> forbidden(AuthorizationDeniedException refusal, HttpServletRequest request) {
		String detail = (refusal.getAuthorizationResult() instanceof Verdict verdict)
				? "In the cluster you may not: %s. Whoever grants you that there grants you this here; kubectl auth can-i tells."
					.formatted(String.join("; ", verdict.missing()))
				: "You may not do this.";
		return refused(new ProblemException(ProblemType.FORBIDDEN, detail), request);
	}

	/**
	 * Where the service reads no query of its own, the server's reading is all there is.
	 */
	@ExceptionHandler
	ResponseEntity<Problem> parameters(InvalidParameterException refusal, HttpServletRequest request) {
		logger.debug("refused at {} {}", request.getMethod(), request.getRequestURI(), refusal);
		return refused(new ProblemException(ProblemType.INVALID_PARAMETER,
				"The query string is not percent-encoded UTF-8, or has too many parameters."), request);
	}

	/** What the firewall keeps out, some of which it finds only when it is read. */
	@ExceptionHandler
	ResponseEntity<Problem> rejected(RequestRejectedException rejection, HttpServletRequest request) {
		logger.debug("rejected at {} {}", request.getMethod(), request.getRequestURI(), rejection);
		return refused(new ProblemException(ProblemType.MALFORMED_REQUEST,
				"The path is not in its plainest form (it has ; or // or /./ or an encoded slash, dot, percent sign or "
						+ "control character), or a name among the headers or parameters has a control character."),
				request);
	}

	@ExceptionHandler
	@Nullable ResponseEntity<Problem> anythingElse(Exception exception, HttpServletRequest request) {
		if (exception instanceof ErrorResponse response && response.getStatusCode().is4xxClientError()) {
			boolean allows = response.getHeaders().containsHeader(HttpHeaders.ALLOW);
			return answer(problem(response, request), allows ? response.getHeaders() : HttpHeaders.EMPTY);
		}
		if (DisconnectedClientHelper.isClientDisconnectedException(exception)) {
			return null;
		}
		String errorId = UUID.randomUUID().toString();
		logger.error("error {} at {} {}", errorId, request.getMethod(), request.getRequestURI(), exception);
		return answer(Problem.internal(errorId, request.getRequestURI()), HttpHeaders.EMPTY);
	}

	private static Problem problem(ErrorResponse response, HttpServletRequest request) {
		String path = request.getRequestURI();
		HttpStatusCode status = response.getStatusCode();
		return switch (HttpStatus.valueOf(status.value())) {
			case NOT_FOUND -> Problem.of(ProblemType.NOT_FOUND,
					"Nothing is served at %s; /swagger-ui.html shows what is.".formatted(path), path);
			case METHOD_NOT_ALLOWED -> Problem.of(ProblemType.METHOD_NOT_ALLOWED, notAllowed(response, request), path);
			case NOT_ACCEPTABLE -> Problem.of(ProblemType.NOT_ACCEPTABLE, notAcceptable(response), path);
			case UNSUPPORTED_MEDIA_TYPE -> Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE,
					"The Content-Type is not one that is read at %s.".formatted(path), path);
			default -> Problem.of(ProblemType.MALFORMED_REQUEST, "The request cannot be read.", path);
		};
	}

	private static String notAllowed(ErrorResponse response, HttpServletRequest request) {
		String known = (response instanceof HttpRequestMethodNotSupportedException exception
				&& exception.getSupportedMethods() != null) ? String.join(", ", exception.getSupportedMethods()) : "";
		return "%s does not know %s; it knows %s.".formatted(request.getRequestURI(), request.getMethod(),
				known.isEmpty() ? "no method" : known);
	}

	private static String notAcceptable(ErrorResponse response) {
		return notAcceptable((response instanceof HttpMediaTypeNotAcceptableException exception)
				? exception.getSupportedMediaTypes() : List.of());
	}

	/**
	 * Says what to ask for.
	 * @param served the media types that are served; none if the header is unreadable
	 * @return a sentence
	 */
	public static String notAcceptable(List<MediaType> served) {
		return served.isEmpty() ? "The Accept header cannot be read or asks for nothing that is served here."
				: "This is served as %s; ask for one of these, or leave the Accept header out."
					.formatted(MediaType.toString(served));
	}

	private static ResponseEntity<Problem> answer(Problem problem, HttpHeaders headers) {
		return ResponseEntity.status(problem.status())
			.headers(headers)
			// Said here, so that it holds whatever the Accept header asks for.
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
