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
import org.springframework.core.io.Resource;
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
import org.seldonruns.web.text.JunitReport;
import org.seldonruns.web.upload.UploadForm;
import org.seldonruns.web.view.DryRunView;
import org.seldonruns.web.view.RunPage;
import org.seldonruns.web.view.RunView;
import org.seldonruns.web.waiting.WaitParameter;
import org.seldonruns.web.waiting.WaitPreference;

/**
 * The operations on runs, as the OpenAPI document has them. {@link RunRequestReader}
 * reads the body of an upload, so that each fault gets an answer of its own; that is why
 * it stands here as an annotation only.
 */
@Tag(name = "Runs", description = "Rehearsals of SeldonDeployments.")
interface RunsApi {

	/** Describes the header of a response with a run that was there before. */
	String REPLAYED = "Is true if an earlier request with the same Idempotency-Key started the run; missing else.";

	/**
	 * Starts a run, or only asks for the API server's verdict.
	 * @param query the parameters of the run
	 * @param request with the upload
	 * @return 202 with the run, or 200 with the verdict
	 */
	@Operation(operationId = "startRun", summary = "Starts a run of an uploaded SeldonDeployment", description = """
			Creates the resource, waits until it is ready, scales it, waits again, deletes it, and keeps what was seen.
			The answer comes at once; follow its Location.

			    curl -F file=@model.yaml 'http://localhost:8080/runs?namespace=seldon'
			    curl --data-binary @model.yaml -H 'Content-Type: application/yaml' http://localhost:8080/runs""",
			requestBody = @RequestBody(required = true, description = """
					One SeldonDeployment as YAML or JSON in UTF-8: as the part "file" of a form, or bare.""",
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
			Makes a retry safe. Choose a key for each new run, such as a UUID: the same key with the same upload and \
			parameters answers with the run that it started, and with Idempotency-Replayed: true, \
			for as long as that is in the history.""",
			schema = @Schema(type = "string", minLength = 1, maxLength = IdempotencyKey.LONGEST,
					pattern = IdempotencyKey.PATTERN))
	@ApiResponse(responseCode = "202",
			description = "The run is queued, or goes on. No body for a caller who may not read it.",
			headers = {
					@Header(name = "Location", required = true, description = "Where the run is.",
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
			With Prefer: wait, the run is over. With dryRun, the API server would take the manifest.""",
			headers = @Header(name = IdempotencyKey.REPLAYED, description = REPLAYED,
					schema = @Schema(type = "boolean")),
			// As both, since a generated client has one type for an operation, and takes
			// the first that fits.
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
			ProblemType.QUEUE_FULL, ProblemType.TOO_MANY_RUNS, ProblemType.SHUTTING_DOWN })
	@PostMapping(path = "/runs", produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_PLAIN_VALUE })
	ResponseEntity<?> start(@ParameterObject RunQuery query, HttpServletRequest request);

	/**
	 * Lists runs.
	 * @param query filters the runs
	 * @return part of the list
	 */
	@Operation(operationId = "listRuns", summary = "Lists runs, newest first and without their timelines",
			description = """
					As JSON or, with Accept: text/plain, as a table in the manner of kubectl get.

					    curl -H 'Accept: text/plain' 'http://localhost:8080/runs?namespace=seldon'""")
	@ApiResponse(responseCode = "200", description = "Part of the list.", content = {
			@Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = RunPage.class)),
			@Content(mediaType = MediaType.TEXT_PLAIN_VALUE,
					schema = @Schema(type = "string", example = Examples.TABLE)) })
	@PossibleProblems({ ProblemType.INVALID_PARAMETER, ProblemType.UNACCEPTABLE_PARAMETER, ProblemType.CURSOR_EXPIRED })
	@GetMapping(path = "/runs", produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_PLAIN_VALUE })
	RunPage list(@ParameterObject RunListQuery query);

	/**
	 * Shows a run.
	 * @param id names it
	 * @param request with a query that must be empty
	 * @return the run
	 */
	@Operation(operationId = "getRun", summary = "Shows a run with its timeline",
			description = """
					As JSON or, with Accept: text/plain, in the manner of kubectl describe. A run that failed is still a 200: \
					its "failure" says why.

					    curl -H 'Prefer: wait=60' http://localhost:8080/runs/ID
					    curl -H 'Prefer: wait=60' -H 'If-None-Match: W/"1795330865113042-json"' http://localhost:8080/runs/ID

					The first answers when the run is over, the second as soon as it is not as it was; either at the latest when \
					the time is up.""")
	@WaitParameter
	@Parameter(name = "If-None-Match", in = ParameterIn.HEADER, description = """
			The ETag of an earlier answer: where the run is still as it was then, the answer is a 304.""",
			schema = @Schema(type = "string", examples = "W/\"1795330865113042-json\""))
	@ApiResponse(responseCode = "304", description = "The run is as it was.", content = @Content)
	@ApiResponse(responseCode = "200", description = "The run.",
			headers = { @Header(name = "ETag", required = true,
					description = "Changes with the run, and differs by media type and by whether log lines are shown.",
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
	 * Hands out the upload.
	 * @param id names the run
	 * @param request with a query that must be empty
	 * @return the bytes as they came
	 */
	@Operation(operationId = "getManifest", summary = "Hands out the upload as it came")
	@ApiResponse(responseCode = "200", description = "The upload, byte for byte.",
			headers = @Header(name = "Content-Disposition", required = true, description = "A name for the file.",
					schema = @Schema(type = "string", example = "attachment; filename=\"iris.yaml\"")),
			// For generated clients, which take the first type that they know: bytes,
			// else text, else JSON. An example of JSON would bring a warning of theirs.
			content = {
					@Content(mediaType = "application/yaml", schema = @Schema(type = "string", format = "binary"),
							examples = @ExampleObject(name = "iris", value = Examples.YAML)),
					@Content(mediaType = "application/x-yaml", schema = @Schema(type = "string", format = "binary"),
							examples = @ExampleObject(name = "iris", value = Examples.YAML)),
					@Content(mediaType = "text/yaml", schema = @Schema(type = "string"),
							examples = @ExampleObject(name = "iris", value = Examples.YAML)),
					@Content(mediaType = "text/x-yaml", schema = @Schema(type = "string"),
							examples = @ExampleObject(name = "iris", value = Examples.YAML)),
					@Content(mediaType = MediaType.TEXT_PLAIN_VALUE, schema = @Schema(type = "string"),
							examples = @ExampleObject(name = "iris", value = Examples.YAML)),
					@Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object")) })
	@PossibleProblems({ ProblemType.INVALID_PARAMETER, ProblemType.INVALID_ID, ProblemType.RUN_NOT_FOUND,
			ProblemType.UPLOAD_NOT_FOUND })
	@GetMapping(path = "/runs/{id}/manifest")
	ResponseEntity<Resource> manifest(@IdParameter @PathVariable String id, HttpServletRequest request);

	/**
	 * Shows a finished run as a JUnit report.
	 * @param id names the run
	 * @param request with a query that must be empty
	 * @return an XML document
	 */
	@Operation(operationId = "getJunitReport", summary = "Shows a finished run as a JUnit report",
			description = """
					For GitLab, Jenkins and whatever else reads such reports: a suite with a test case for each step. A failure \
					is what is wrong with the resource; an error is what kept the run from finding out, a cancel among them. \
					Each has the diagnosis, and every step what was seen meanwhile as its output.""")
	@ApiResponse(responseCode = "200", description = "The report.",
			headers = @Header(name = "Content-Disposition", required = true, description = "A name for the file.",
					schema = @Schema(type = "string", example = "attachment; filename=\"TEST-seldon.iris.xml\"")),
			content = {
					@Content(mediaType = MediaType.APPLICATION_XML_VALUE,
							schema = @Schema(type = "string", format = "binary"),
							examples = @ExampleObject(name = "failed", value = Examples.JUNIT)),
					@Content(mediaType = MediaType.TEXT_XML_VALUE, schema = @Schema(type = "string"),
							examples = @ExampleObject(name = "failed", value = Examples.JUNIT)) })
	@PossibleProblems({ ProblemType.INVALID_PARAMETER, ProblemType.INVALID_ID, ProblemType.RUN_NOT_FOUND,
			ProblemType.RUN_IS_LIVE })
	@GetMapping(path = "/runs/{id}/junit.xml", produces = { MediaType.APPLICATION_XML_VALUE, MediaType.TEXT_XML_VALUE })
	ResponseEntity<JunitReport> junit(@IdParameter @PathVariable String id, HttpServletRequest request);

	/**
	 * Stops a run.
	 * @param id names it
	 * @param request with a query that must be empty
	 * @return 202 with the run, or 200 where it was over already
	 */
	@Operation(operationId = "cancelRun", summary = "Stops a run and removes what it made")
	@ApiResponse(responseCode = "202",
			description = "The run is being stopped; DELETE is played. No body for a caller who may not read it.",
			content = {
					@Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(implementation = RunView.class)),
					@Content(mediaType = MediaType.TEXT_PLAIN_VALUE,
							schema = @Schema(type = "string", example = Examples.TEXT)) })
	@ApiResponse(responseCode = "200",
			description = "The run was over already; a resource that it kept is removed. No body for a caller who may not "
					+ "read it.",
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
	 * Takes a run out of the history.
	 * @param id names it
	 * @param request with a query that must be empty
	 * @return 204
	 */
	@Operation(operationId = "removeRun", summary = "Takes a finished run out of the history")
	@ApiResponse(responseCode = "204", description = "It is out of the history.", content = @Content)
	@IfMatchParameter
	@PossibleProblems({ ProblemType.INVALID_PARAMETER, ProblemType.INVALID_ID, ProblemType.RUN_NOT_FOUND,
			ProblemType.RUN_IS_LIVE, ProblemType.RUN_IS_KEPT, ProblemType.PRECONDITION_FAILED })
	@DeleteMapping(path = "/runs/{id}")
	ResponseEntity<Void> remove(@IdParameter @PathVariable String id, HttpServletRequest request);

}
