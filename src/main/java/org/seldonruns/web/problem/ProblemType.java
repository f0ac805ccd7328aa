package org.seldonruns.web.problem;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import org.springframework.http.HttpStatus;

/** A type of problem (RFC 9457) that the API responds with. */
public enum ProblemType {

	UNREADABLE_MANIFEST(HttpStatus.BAD_REQUEST, "Malformed manifest",
			"The upload is empty, is not well-formed YAML or JSON in UTF-8, or is nested too deeply. \"errors\" has "
					+ "the line and column of each error, if known."),

	INVALID_PARAMETER(HttpStatus.BAD_REQUEST, "Invalid query parameter",
			"A query parameter is unknown, empty, missing, repeated or of the wrong type, or stableFor is not shorter "
					+ "than the timeout. \"errors\" lists the parameters."),

	INVALID_HEADER(HttpStatus.BAD_REQUEST, "Invalid header",
			"A header is invalid; the detail names it. Idempotency-Key must have 1 to 255 printable ASCII characters "
					+ "and must not be repeated. Last-Event-ID must be the id of an event of the same stream."),

	INVALID_ID(HttpStatus.BAD_REQUEST, "Invalid run id",
			"The id in the path must be a lowercase UUID, as in the response to POST /runs."),

	INVALID_UPLOAD(HttpStatus.BAD_REQUEST, "Invalid upload",
			"The upload is incomplete, or it is not a valid multipart body. A multipart upload must have one part "
					+ "named \"file\", for an update one named \"update\", and for predictions one named \"request\" "
					+ "(JSON) and optionally one named \"expect\" (a JSON Schema); its Content-Type must name the boundary."),

	MALFORMED_REQUEST(HttpStatus.BAD_REQUEST, "Malformed HTTP request",
			"The request line, a header or the framing of the body violates HTTP, the headers are too large, or the "
					+ "path is not normalized."),

	UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "Authentication required",
			"The bearer token is missing, or the Kubernetes API server does not accept it. Send \"Authorization: "
					+ "Bearer TOKEN\" with a token of the cluster. If seldon-runs.security.audiences is set, the token "
					+ "must be for one of these audiences."),

	FORBIDDEN(HttpStatus.FORBIDDEN, "Permission denied",
			"You need permissions on seldondeployments in the namespace of the run: create, patch and delete to start "
					+ "it, delete to cancel or remove it, get to read it. Predictions need create on services/proxy. "
					+ "The detail lists the missing permissions; check them with kubectl auth can-i."),

	NAMESPACE_NOT_ALLOWED(HttpStatus.FORBIDDEN, "Namespace not allowed",
			"The service does not execute runs in this namespace. The setting seldon-runs.namespaces lists the "
					+ "allowed namespaces; if it is empty, all namespaces except kube-* are allowed."),

	CROSS_SITE(HttpStatus.FORBIDDEN, "Cross-site request",
			"A browser sent the request on behalf of another web site, according to Sec-Fetch-Site or, if that "
					+ "header is missing, Origin. Call the service from its own pages or from a program that is not a "
					+ "browser. A proxy in front of the service must forward the original Host header."),

	NOT_FOUND(HttpStatus.NOT_FOUND, "Path not found",
			"The API does not have this path. /swagger-ui.html documents all paths."),

	RUN_NOT_FOUND(HttpStatus.NOT_FOUND, "Run not found",
			"The history has no run with this id: it was never started, it was removed, it was dropped because the "
					+ "history is limited by count, age and size, or it was lost in a restart of the service."),

	UPLOAD_NOT_FOUND(HttpStatus.NOT_FOUND, "Upload not available",
			"A previous process of the service started the run, and its upload was lost with that process."),

	METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "Method not allowed",
			"The path does not support this method. The Allow header lists the supported methods."),

	NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "Media type not available",
			"The response is not available in a media type that the Accept header accepts. The detail lists the "
					+ "available types."),

	UPLOAD_TIMEOUT(HttpStatus.REQUEST_TIMEOUT, "Upload timed out",
			"The body did not arrive completely within seldon-runs.upload.max-time, or the connection was silent for "
					+ "longer than server.tomcat.connection-timeout."),

	RUN_IS_LIVE(HttpStatus.CONFLICT, "Run not finished",
			"A queued or running run has no report and cannot be removed. Wait until it has finished, or cancel it "
					+ "and wait."),

	RUN_IS_KEPT(HttpStatus.CONFLICT, "Resource kept",
			"A failed run cannot be removed while its resource is kept. Cancel the run to delete the resource now, "
					+ "or wait until the time in \"keptUntil\"."),

	CONFLICT_IN_CLUSTER(HttpStatus.CONFLICT, "Conflict in the cluster",
			"The API server responded to the dry run with status 409, usually because a resource of this name "
					+ "exists. The detail is the message of the API server."),

	CURSOR_EXPIRED(HttpStatus.GONE, "Cursor expired",
			"A cursor expires when the service restarts. Start again from the first page, without a cursor."),

	PRECONDITION_FAILED(HttpStatus.PRECONDITION_FAILED, "Run changed",
			"The If-Match header does not match the current version of the run; nothing was changed. Read the run "
					+ "again and repeat the request with its ETag, or without If-Match."),

	UPLOAD_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "Upload too large",
			"A manifest is larger than seldon-runs.upload.max-size, the part request is larger than "
					+ "seldon-runs.upload.max-request-size, or the part expect is larger than 64 KiB."),

	UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Unsupported media type",
			"Uploads must be multipart/form-data, or YAML or JSON in UTF-8. The Accept-Post header lists the "
					+ "supported types; the detail shows which header to add."),

	UNSUPPORTED_CONTENT_ENCODING(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Unsupported content encoding",
			"Uploads must not be compressed or otherwise encoded. Send the body, and each of its parts, without "
					+ "Content-Encoding."),

	WRONG_HOST(HttpStatus.MISDIRECTED_REQUEST, "Host not allowed",
			"The Host header must be localhost, an IP address or a name in seldon-runs.security.hosts. Use one of "
					+ "these, or add the name to that setting. The check prevents DNS rebinding."),

	UNACCEPTABLE_MANIFEST(HttpStatus.UNPROCESSABLE_CONTENT, "Invalid manifest",
			"The upload is not a single SeldonDeployment, a required field is missing or invalid, the part update "
					+ "has another name or namespace, or the part request is sent with the serverType kafka. \"errors\" locates each error by JSON pointer or by "
					+ "line and column."),

	UNACCEPTABLE_PARAMETER(HttpStatus.UNPROCESSABLE_CONTENT, "Unacceptable query parameter",
			"A query parameter is out of range, is not a valid name, contradicts the manifest, or needs the part "
					+ "request or update. \"errors\" lists the parameters."),

	IDEMPOTENCY_KEY_REUSED(HttpStatus.UNPROCESSABLE_CONTENT, "Idempotency-Key reused",
			"A run in the history was started with the same Idempotency-Key but with another upload or other "
					+ "parameters. Use a new key for each run, and the same key only to retry a request."),

	REFUSED_BY_CLUSTER(HttpStatus.UNPROCESSABLE_CONTENT, "Dry run rejected by the API server",
			"The API server or an admission webhook rejected the dry run: the manifest is invalid, the namespace does "
					+ "not exist, a quota is exceeded, or the service lacks a permission. The detail is the message of "
					+ "the API server."),

	QUEUE_FULL(HttpStatus.TOO_MANY_REQUESTS, "Queue full",
			"The queue of runs is full. Retry after the time in the Retry-After header."),

	TOO_MANY_RUNS(HttpStatus.TOO_MANY_REQUESTS, "Too many runs",
			"A limit on queued and running runs is reached: their number per caller or namespace "
					+ "(seldon-runs.run.max-per-caller, seldon-runs.run.max-per-namespace), the memory of their "
					+ "manifests (seldon-runs.run.memory), or the number of runs that finished too recently to be "
					+ "dropped (seldon-runs.history.min-age). The detail names the limit. Retry after the time in the "
					+ "Retry-After header."),

	TOO_MANY_STREAMS(HttpStatus.TOO_MANY_REQUESTS, "Too many open streams",
			"The maximum number of open streams and waiting requests is reached, in total "
					+ "(seldon-runs.stream.max-clients) or for this caller (seldon-runs.stream.max-per-caller). Retry "
					+ "after the time in the Retry-After header."),

	INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "Internal error",
			"The service failed unexpectedly. Its log has the details under \"errorId\"."),

	NOT_IMPLEMENTED(HttpStatus.NOT_IMPLEMENTED, "Not implemented",
			"The server does not implement the method or the transfer coding of the request."),

	SHUTTING_DOWN(HttpStatus.SERVICE_UNAVAILABLE, "Shutting down",
			"The service is shutting down and rejects new runs. Retry after the time in the Retry-After header; "
					+ "another instance may respond."),

	TOO_MANY_UPLOADS(HttpStatus.SERVICE_UNAVAILABLE, "Too many concurrent uploads",
			"The uploads that the service is reading use all the memory that seldon-runs.upload.max-total allows. "
					+ "Retry after the time in the Retry-After header."),

	WEBHOOK_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Admission webhook unavailable",
			"The API server works, but it cannot call an admission webhook, usually that of the Seldon operator. Check "
					+ "that the pod of the operator is running and that the Service of the webhook has endpoints. Retry "
					+ "after the time in the Retry-After header."),

	CLUSTER_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Kubernetes API server unavailable",
			"The API server did not respond or is overloaded. The service needs it for dry runs and to authenticate "
					+ "and authorize callers. Retry after the time in the Retry-After header.");

	private final HttpStatus status;

	private final String title;

	private final String description;

	ProblemType(HttpStatus status, String title, String description) {
		this.status = status;
		this.title = title;
		this.description = description;
	}

	public HttpStatus status() {
		return status;
	}

	public String title() {
		return title;
	}

	public String description() {
		return description;
	}

	/** Returns the last segment of the path, such as {@code run-not-found}. */
	public String slug() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Returns the path that documents this type, which is the {@code type} of a problem.
	 */
	public String path() {
		return "/problems/" + slug();
	}

	static Optional<ProblemType> ofSlug(String slug) {
		return Arrays.stream(values()).filter(type -> type.slug().equals(slug)).findFirst();
	}

}
