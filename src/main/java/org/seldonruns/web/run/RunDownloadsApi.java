package org.seldonruns.web.run;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

import org.seldonruns.web.openapi.Examples;
import org.seldonruns.web.problem.PossibleProblems;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.text.JunitReport;

/** Declares the downloads of a run for the OpenAPI document. */
@Tag(name = "Runs")
interface RunDownloadsApi {

	/**
	 * Returns the upload, byte for byte.
	 * @param id the id of the run
	 * @param request the request, whose query must be empty
	 * @return the upload
	 */
	@Operation(operationId = "getManifest", summary = "Returns the uploaded manifest")
	@ApiResponse(responseCode = "200", description = "The upload, byte for byte.",
			headers = @Header(name = "Content-Disposition", required = true, description = "The file name.",
					schema = @Schema(type = "string", example = "attachment; filename=\"iris.yaml\"")),
			// In this order, because generated clients use the first type that they know:
			// bytes, else text, else JSON. A JSON example would cause a warning in them.
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
	 * Returns the JUnit report of a finished run.
	 * @param id the id of the run
	 * @param request the request, whose query must be empty
	 * @return an XML document
	 */
	@Operation(operationId = "getJunitReport", summary = "Returns the JUnit report of a finished run", description = """
			A test suite with a test case per step, for GitLab, Jenkins and other tools. A step that failed because \
			of the resource is a failure; a step that ended for another reason, such as a cancellation, is an error. \
			The text of both is the diagnosis. The output of a test case is the timeline of its step.""")
	@ApiResponse(responseCode = "200", description = "The report.",
			headers = @Header(name = "Content-Disposition", required = true, description = "The file name.",
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

}
