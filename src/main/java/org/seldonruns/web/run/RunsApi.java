package org.seldonruns.web.run;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springdoc.core.annotations.ParameterObject;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.seldonruns.web.openapi.Examples;
import org.seldonruns.web.problem.PossibleProblems;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.query.RunListQuery;
import org.seldonruns.web.query.RunQuery;
import org.seldonruns.web.upload.UploadForm;
import org.seldonruns.web.view.DryRunView;
import org.seldonruns.web.view.RunPage;
import org.seldonruns.web.view.RunView;
import org.seldonruns.web.waiting.WaitParameter;
import org.seldonruns.web.waiting.WaitPreference;

/**
 * Declares the operations on runs for the OpenAPI document. The request body is only an
 * annotation because {@link RunRequestReader} reads it.
 */
@Tag(name = "Runs", description = "Runs of SeldonDeployments through their lifecycle.")
interface RunsApi {

	/** The description of {@code Idempotency-Replayed}. */
	String REPLAYED = "true if an earlier request with the same Idempotency-Key started the run; otherwise missing.";

	/**
	 * Starts a run, or validates the manifest with a dry run.
	 * @param query the parameters of the run
	 * @param request the request with the upload
	 * @return 202 with the run, 200 with a finished run or with the result of a dry run
	 */
	@Operation(operationId = "startRun", summary = "Starts a run of an uploaded SeldonDeployment", description = """
			Creates the resource, waits until it is ready, scales it, waits again, deletes it, and records a timeline.
			The response comes at once, unless you send Prefer: wait; its Location is the path of the run. With \
			dryRun, nothing is created and there is no run. With the part "request" of a form, the run also checks \
			that the model answers; with the part "update", it also updates the resource before it deletes it.

			    curl -F file=@model.yaml 'http://localhost:8080/runs?namespace=seldon'
			    curl -F file=@model.yaml -F update=@model-v2.yaml 'http://localhost:8080/runs?namespace=seldon'
			    curl --data-binary @model.yaml -H 'Content-Type: application/yaml' http://localhost:8080/runs""",
			requestBody = @RequestBody(required = true,
					description = """
							One SeldonDeployment as YAML or JSON in UTF-8: as the part "file" of a form, or as the body itself.""",
					content = {
							@Content(mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
									schema = @Schema(implementation = UploadForm.class)),
							@Content(mediaType = "application/yaml", schema = @Schema(type = "string"),
									examples = @ExampleObject(name = "iris", value = Examples.YAML)),
							@Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object"),
									examples = @ExampleObject(name = "iris", value = Examples.JSON)),
							@Content(mediaType = "application/x-yaml", schema = @Schema(type = "string"),
									examples = @ExampleObject(name = "iris", value = Examples.YAML)),
							@Content(mediaType = "text/yaml", schema = @Schema(type = "string"),
									examples = @ExampleObject(name = "iris", value = Examples.YAML)),
							@Content(mediaType = "text/x-yaml", schema = @Schema(type = "string"),
									examples = @ExampleObject(name = "iris", value = Examples.YAML)),
							@Content(mediaType = MediaType.TEXT_PLAIN_VALUE, schema = @Schema(type = "string"),
									examples = @ExampleObject(name = "iris", value = Examples.YAML)) }))
	@WaitParameter
	@Parameter(name = IdempotencyKey.HEADER, in = ParameterIn.HEADER, description = """
			Makes retries safe. Use a new key for each run, such as a UUID. A request with the same key, upload and \
			parameters returns the run that the first request started, with Idempotency-Replayed: true, as long as \
			that run is in the history. With another upload or other parameters, the status is 422. Keys of other \
			callers do not matter.""",
			schema = @Schema(type = "string", minLength = 1, maxLength = IdempotencyKey.MAX_LENGTH,
					pattern = IdempotencyKey.PATTERN))
	@ApiResponse(responseCode = "202",
			description = "The run was accepted and is usually queued or running; with the Idempotency-Key of an "
					+ "earlier request it may have finished. The body is empty if you may not read the run.",
			headers = {
					@Header(name = "Location", required = true, description = "The path of the run.",
							schema = @Schema(type = "string", format = "uri-reference",
									example = "/runs/0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a11")),
					@Header(name = IdempotencyKey.REPLAYED, description = REPLAYED, schema = @Schema(type = "boolean")),
					@Header(name = WaitPreference.APPLIED, description = WaitParameter.APPLIED,
							schema = @Schema(type = "string", example = "wait=30")) },
			content = {
					@Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(implementation = RunView.class)),
					@Content(mediaType = MediaType.TEXT_PLAIN_VALUE,
							schema = @Schema(type = "string", example = Examples.TEXT)) })
	@ApiResponse(responseCode = "200", description = """
			With Prefer: wait, the run has finished. With dryRun, the API server would accept the manifest.""",
			headers = {
					@Header(name = "Location", description = "The path of the run; missing with dryRun.",
							schema = @Schema(type = "string", format = "uri-reference",
									example = "/runs/0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a11")),
					@Header(name = IdempotencyKey.REPLAYED, description = REPLAYED, schema = @Schema(type = "boolean")),
					@Header(name = WaitPreference.APPLIED, description = WaitParameter.APPLIED,
							schema = @Schema(type = "string", example = "wait=30")) },
			// Both schemas: a generated client has one response type per operation and
			// uses the first schema that matches.
			content = {
					@Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(anyOf = { RunView.class, DryRunView.class })),
					@Content(mediaType = MediaType.TEXT_PLAIN_VALUE,
							schema = @Schema(type = "string", example = Examples.TEXT)) })
	@PossibleProblems({ ProblemType.INVALID_PARAMETER, ProblemType.INVALID_HEADER, ProblemType.INVALID_UPLOAD,
			ProblemType.UNREADABLE_MANIFEST, ProblemType.NAMESPACE_NOT_ALLOWED, ProblemType.UPLOAD_TIMEOUT,
			ProblemType.CONFLICT_IN_CLUSTER, ProblemType.UPLOAD_TOO_LARGE, ProblemType.UNSUPPORTED_MEDIA_TYPE,
			ProblemType.UNSUPPORTED_CONTENT_ENCODING, ProblemType.UNACCEPTABLE_MANIFEST,
			ProblemType.UNACCEPTABLE_PARAMETER, ProblemType.IDEMPOTENCY_KEY_REUSED, ProblemType.REFUSED_BY_CLUSTER,
			ProblemType.QUEUE_FULL, ProblemType.TOO_MANY_RUNS, ProblemType.SHUTTING_DOWN, ProblemType.TOO_MANY_UPLOADS,
			ProblemType.WEBHOOK_UNAVAILABLE })
	@PostMapping(path = "/runs", produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_PLAIN_VALUE })
	ResponseEntity<?> start(@ParameterObject RunQuery query, HttpServletRequest request);

	/**
	 * Lists runs.
	 * @param query the filter and the page
	 * @return a page
	 */
	@Operation(operationId = "listRuns", summary = "Lists runs without their timelines, newest first", description = """
			Returns JSON or, with Accept: text/plain, a table like that of kubectl get. The list contains only runs \
			that you may read.

			    curl -H 'Accept: text/plain' 'http://localhost:8080/runs?namespace=seldon'""")
	@ApiResponse(responseCode = "200", description = "A page of runs.", content = {
			@Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = RunPage.class)),
			@Content(mediaType = MediaType.TEXT_PLAIN_VALUE,
					schema = @Schema(type = "string", example = Examples.TABLE)) })
	@PossibleProblems({ ProblemType.INVALID_PARAMETER, ProblemType.UNACCEPTABLE_PARAMETER, ProblemType.CURSOR_EXPIRED })
	@GetMapping(path = "/runs", produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_PLAIN_VALUE })
	RunPage list(@ParameterObject RunListQuery query);

	/**
	 * Returns a run.
	 * @param id the id of the run
	 * @param request the request, whose query must be empty
	 * @return the run, or 304
	 */
	@Operation(operationId = "getRun", summary = "Returns a run with its timeline", description = """
			Returns JSON or, with Accept: text/plain, a text like that of kubectl describe. The HTTP status is 200 \
			even if the run failed; "failure" then has the cause.

			    curl -H 'Prefer: wait=60' http://localhost:8080/runs/ID
			    curl -H 'Prefer: wait=60' -H 'If-None-Match: W/"1795330865113042-json"' http://localhost:8080/runs/ID

			The first request waits until the run has finished, the second until it has changed; both wait for at \
			most 60 seconds.""")
	@WaitParameter
	@Parameter(name = "If-None-Match", in = ParameterIn.HEADER, description = """
			The ETag of an earlier response. If the run has not changed since, the status is 304.""",
			schema = @Schema(type = "string", examples = "W/\"1795330865113042-json\""))
	@ApiResponse(responseCode = "304", description = "The run has not changed.", content = @Content)
	@ApiResponse(responseCode = "200", description = "The run.", headers = { @Header(name = "ETag", required = true,
			description = "Changes with the run; depends on the media type and on whether the caller may read container logs.",
			schema = @Schema(type = "string", example = "W/\"1795330865113042-json\"")),
			@Header(name = WaitPreference.APPLIED, description = WaitParameter.APPLIED,
					schema = @Schema(type = "string", example = "wait=30")) },
			content = {
					@Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(implementation = RunView.class)),
					@Content(mediaType = MediaType.TEXT_PLAIN_VALUE,
							schema = @Schema(type = "string", example = Examples.TEXT)) })
	@PossibleProblems({ ProblemType.INVALID_PARAMETER, ProblemType.INVALID_ID, ProblemType.RUN_NOT_FOUND })
	@GetMapping(path = "/runs/{id}", produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_PLAIN_VALUE })
	ResponseEntity<RunView> show(@IdParameter @PathVariable String id, HttpServletRequest request);

	/**
	 * Cancels a run.
	 * @param id the id of the run
	 * @param request the request, whose query must be empty
	 * @return 202 with the run, or 200 if it had finished before
	 */
	@Operation(operationId = "cancelRun", summary = "Cancels a run and deletes its resource")
	@ApiResponse(responseCode = "202",
			description = "The run is being cancelled; DELETE follows if its resource may exist. The body is empty if "
					+ "you may not read the run.",
			content = {
					@Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(implementation = RunView.class)),
					@Content(mediaType = MediaType.TEXT_PLAIN_VALUE,
							schema = @Schema(type = "string", example = Examples.TEXT)) })
	@ApiResponse(responseCode = "200",
			description = "The run was already finished. If its resource was kept, it is deleted now. The body is "
					+ "empty if you may not read the run.",
			content = {
					@Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(implementation = RunView.class)),
					@Content(mediaType = MediaType.TEXT_PLAIN_VALUE,
							schema = @Schema(type = "string", example = Examples.TEXT)) })
	@IfMatchParameter
	@PossibleProblems({ ProblemType.INVALID_PARAMETER, ProblemType.INVALID_ID, ProblemType.RUN_NOT_FOUND,
			ProblemType.PRECONDITION_FAILED })
	@PostMapping(path = "/runs/{id}/cancel",
			produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_PLAIN_VALUE })
	ResponseEntity<RunView> cancel(@IdParameter @PathVariable String id, HttpServletRequest request);

	/**
	 * Removes a run from the history.
	 * @param id the id of the run
	 * @param request the request, whose query must be empty
	 * @return 204
	 */
	@Operation(operationId = "removeRun", summary = "Removes a finished run from the history")
	@ApiResponse(responseCode = "204", description = "The run is removed.", content = @Content)
	@IfMatchParameter
	@PossibleProblems({ ProblemType.INVALID_PARAMETER, ProblemType.INVALID_ID, ProblemType.RUN_NOT_FOUND,
			ProblemType.RUN_IS_LIVE, ProblemType.RUN_IS_KEPT, ProblemType.PRECONDITION_FAILED })
	@DeleteMapping(path = "/runs/{id}")
	ResponseEntity<Void> remove(@IdParameter @PathVariable String id, HttpServletRequest request);

}
