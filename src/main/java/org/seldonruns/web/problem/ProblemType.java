package org.seldonruns.web.problem;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import org.springframework.http.HttpStatus;

/**
 * Every problem that the API answers with. The one place that its documentation, the
 * OpenAPI document and the answers themselves are made from.
 */
public enum ProblemType {

	/** The manifest is no YAML or JSON document. */
	UNREADABLE_MANIFEST(HttpStatus.BAD_REQUEST, "The manifest cannot be read",
			"The upload is no single well-formed YAML or JSON document in UTF-8, or is nested too deeply. "
					+ "\"errors\" says at which line and column."),

	/** A query parameter cannot be read. */
	INVALID_PARAMETER(HttpStatus.BAD_REQUEST, "A query parameter cannot be read",
			"A parameter is unknown, empty, missing, given twice or not of its type. "
					+ "\"errors\" names each such parameter."),

	/** A header cannot be read. */
	INVALID_HEADER(HttpStatus.BAD_REQUEST, "A header cannot be read",
			"Idempotency-Key has 1 to 255 printable ASCII characters and is given once; Last-Event-ID is the id of an "
					+ "event of the same stream. The detail names the header."),

	/** The id in the path is no run's id. */
	INVALID_ID(HttpStatus.BAD_REQUEST, "The id is not the id of a run",
			"The id of a run is a UUID in lower case, as POST /runs hands it out."),

	/** The body is no upload. */
	INVALID_UPLOAD(HttpStatus.BAD_REQUEST, "The upload cannot be read",
			"A multipart upload has exactly one part, named \"file\", and a boundary that its Content-Type names; "
					+ "and every upload has to arrive whole."),

	/** What the server itself could not read. */
	MALFORMED_REQUEST(HttpStatus.BAD_REQUEST, "The request is not well-formed HTTP",
			"The request line, the Host or another header, or the framing of the body breaks the rules of HTTP, "
					+ "or the headers are too large, or the path is not in its plainest form."),

	/** The caller does not say who he is. */
	UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "The caller is not known",
			"The service asks the cluster's API server who calls (seldon-runs.security.mode is kubernetes). Requests carry "
					+ "a bearer token that it accepts, and that is meant for one of seldon-runs.security.audiences where "
					+ "that is set; the WWW-Authenticate header says so, too."),

	/** The caller may not do this. */
	FORBIDDEN(HttpStatus.FORBIDDEN, "The caller may not do this",
			"Nobody does through the service what he could not do in the cluster. To start a run is to create, patch and "
					+ "delete seldondeployments in its namespace; to cancel or remove one is to delete them; to read one is to "
					+ "get them. The detail says what is missing, in the words of kubectl auth can-i."),

	/** Runs may not be played there. */
	NAMESPACE_NOT_ALLOWED(HttpStatus.FORBIDDEN, "Runs may not be played in this namespace",
			"The service plays runs in certain namespaces only (seldon-runs.namespaces), and in those of Kubernetes "
					+ "itself only where that setting names them."),

	/** A browser sent it for another web site. */
	CROSS_SITE(HttpStatus.FORBIDDEN, "The request comes from another web site",
			"A browser sent the request for a page of another web site, as Sec-Fetch-Site says, or Origin where that "
					+ "header is missing; such a page may neither start nor read anything here. Call the service from its "
					+ "own pages, or from a program that is no browser. Where the service stands behind a proxy, that has "
					+ "to hand on the Host that it was asked for."),

	/** Nothing is served at this path. */
	NOT_FOUND(HttpStatus.NOT_FOUND, "There is nothing at this path",
			"The path is none of the API's. /swagger-ui.html shows those that are."),

	/** There is no such run. */
	RUN_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such run",
			"No run of this id is in the history: it was never started here, it was removed, or it was dropped "
					+ "because the history is bounded by count, age and size and does not survive a restart."),

	/** The upload of a run is not there. */
	UPLOAD_NOT_FOUND(HttpStatus.NOT_FOUND, "The upload of this run is not known",
			"The run was started by a process that is no more, and is known from the resource that it left. "
					+ "That does not carry the upload as it came."),

	/** The path does not know this method. */
	METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The path does not know this method",
			"The Allow header lists the methods that the path knows."),

	/** Nothing that is served here is what Accept asks for. */
	NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "It is not served as what the Accept header asks for",
			"The detail lists the media types that are served at this path."),

	/** The body did not end in time. */
	UPLOAD_TIMEOUT(HttpStatus.REQUEST_TIMEOUT, "The upload took too long",
			"The body did not arrive whole within the configured time (seldon-runs.upload.max-time)."),

	/** The run is live. */
	RUN_IS_LIVE(HttpStatus.CONFLICT, "The run is not over",
			"A run that is queued or running has no report yet and cannot be removed. Wait for its end, or cancel it "
					+ "and wait for that."),

	/** The run's resource is kept. */
	RUN_IS_KEPT(HttpStatus.CONFLICT, "The resource of the run is kept",
			"A failed run whose resource is kept cannot be removed. Cancel it, which removes the resource at once, "
					+ "or wait until the time in \"keptUntil\"."),

	/** The cluster already has the resource. */
	CONFLICT_IN_CLUSTER(HttpStatus.CONFLICT, "The resource is in conflict with the cluster",
			"The API server refused the manifest in a dry run with its status 409: most often a resource of this "
					+ "name is already there. The detail is its own sentence."),

	/** The cursor of a page is another process's. */
	CURSOR_EXPIRED(HttpStatus.GONE, "The cursor has expired",
			"A cursor leads through the list of one process. After a restart of the service, start again from the first "
					+ "page, without a cursor."),

	/** The run has changed. */
	PRECONDITION_FAILED(HttpStatus.PRECONDITION_FAILED, "The run has changed",
			"The If-Match header names another version of the run than the current one, and nothing was done. Read the "
					+ "run again, and repeat the request with its ETag or without If-Match."),

	/** The body is too large. */
	UPLOAD_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The upload is too large",
			"The manifest is larger than configured (seldon-runs.upload.max-size)."),

	/** The body is of a type that is not read. */
	UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The upload is not of a type that is read here",
			"Uploads are read as multipart/form-data or as YAML or JSON in UTF-8. The Accept-Post header lists the "
					+ "types, and the detail names the header to add."),

	/** The body is compressed. */
	UNSUPPORTED_CONTENT_ENCODING(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The upload is encoded",
			"Uploads are read as they are, neither compressed nor encoded otherwise, as the Accept-Encoding header says. "
					+ "Send the body, and each of its parts, without Content-Encoding."),

	/** The request is for another host. */
	WRONG_HOST(HttpStatus.MISDIRECTED_REQUEST, "The service does not go by this name",
			"The Host of the request is neither localhost nor an address nor one of the names in "
					+ "seldon-runs.security.hosts. Call the service by one of these, or have its name added there; it keeps "
					+ "a web site from reaching the service through a name of its own."),

	/** The document is no SeldonDeployment that can be played. */
	UNACCEPTABLE_MANIFEST(HttpStatus.UNPROCESSABLE_CONTENT, "The manifest cannot be played",
			"The upload can be read but is not one SeldonDeployment with a name and the fields that a run needs, or a "
					+ "second document follows. \"errors\" points to what has to change, by pointer or by line and column."),

	/** A parameter is out of range. */
	UNACCEPTABLE_PARAMETER(HttpStatus.UNPROCESSABLE_CONTENT, "A query parameter is not acceptable",
			"A parameter can be read but is out of its range, no valid name, or at odds with the manifest. "
					+ "\"errors\" names each such parameter."),

	/** The key of an earlier request comes with another. */
	IDEMPOTENCY_KEY_REUSED(HttpStatus.UNPROCESSABLE_CONTENT, "The Idempotency-Key belongs to another request",
			"A run that is in the history was started with the same Idempotency-Key but another upload or other "
					+ "parameters. Take a new key for each new run, and the same one only for a retry."),

	/** The cluster would not take the resource. */
	REFUSED_BY_CLUSTER(HttpStatus.UNPROCESSABLE_CONTENT, "The API server refuses the manifest",
			"The API server, or an admission webhook that it asks, refused the manifest in a dry run. "
					+ "The detail is its own sentence."),

	/** As many runs wait as may. */
	QUEUE_FULL(HttpStatus.TOO_MANY_REQUESTS, "As many runs wait for their turn as may",
			"The queue before the running runs is full. Come back after the time in the Retry-After header."),

	/**
	 * The limit of live runs of a caller, of a namespace or of the service is reached.
	 */
	TOO_MANY_RUNS(HttpStatus.TOO_MANY_REQUESTS, "Too many live runs",
			"A limit on queued and running runs is reached: their number by caller or namespace "
					+ "(seldon-runs.run.max-per-caller, seldon-runs.run.max-per-namespace), the memory of their manifests "
					+ "(seldon-runs.run.memory), or the runs that finished too recently to be dropped "
					+ "(seldon-runs.history.min-age). The detail names the limit. Send the request again after the time in "
					+ "the Retry-After header."),

	/** As many clients wait as may. */
	TOO_MANY_STREAMS(HttpStatus.TOO_MANY_REQUESTS, "As many clients wait as may",
			"So many streams and waiting requests are open as may be (seldon-runs.stream.max-clients), or by one caller "
					+ "(seldon-runs.stream.max-per-caller). Come back after the time in the Retry-After header."),

	/** Something is wrong with the service itself. */
	INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong in the service",
			"The fault is the service's own. \"errorId\" is found in its log, beside what happened."),

	/** The method is one that the server has never heard of. */
	NOT_IMPLEMENTED(HttpStatus.NOT_IMPLEMENTED, "The server does not know how to do this",
			"The request uses a part of HTTP that the server does not implement."),

	/** No new runs are taken. */
	SHUTTING_DOWN(HttpStatus.SERVICE_UNAVAILABLE, "The service is shutting down",
			"It takes no new runs. Another instance may, after the time in the Retry-After header."),

	/** The service holds as many bytes of unfinished uploads as it may. */
	TOO_MANY_UPLOADS(HttpStatus.SERVICE_UNAVAILABLE, "Too many uploads at the same time",
			"The uploads that the service is reading take as much memory together as they may "
					+ "(seldon-runs.upload.max-total). Send the request again after the time in the Retry-After header."),

	/** The API server could not be asked. */
	CLUSTER_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The API server cannot be asked",
			"A dry run needs the API server's verdict, and so does everything where callers have to say who they are; it "
					+ "could not be had. Try again after the time in the Retry-After header.");

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

	/**
	 * The last segment of its address.
	 * @return lower-case words joined by hyphens
	 */
	public String slug() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * What a problem of this type has as its {@code type}.
	 * @return the path at which it is documented
	 */
	public String path() {
		return "/problems/" + slug();
	}

	static Optional<ProblemType> ofSlug(String slug) {
		return Arrays.stream(values()).filter(type -> type.slug().equals(slug)).findFirst();
	}

}
