package org.seldonruns.web.problem;

import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** What the problems mean, as the OpenAPI document has it. */
@Tag(name = "Problems", description = "What the types of problem mean.")
interface ProblemsApi {

	/**
	 * Lists every type.
	 * @return those of requests, then those of runs
	 */
	@Operation(operationId = "listProblemTypes", summary = "Lists every type of problem")
	@ApiResponse(responseCode = "200", description = "Every type of problem.")
	@PossibleProblems
	@GetMapping(path = "/problems", produces = MediaType.APPLICATION_JSON_VALUE)
	List<ProblemDocument> all();

	/**
	 * Explains a problem of a request.
	 * @param name the last segment of its type
	 * @param request asks for it
	 * @return what it means
	 */
	@Operation(operationId = "getProblemType", summary = "Explains a type of problem")
	@ApiResponse(responseCode = "200", description = "What it means.",
			content = {
					@Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(implementation = ProblemDocument.class)),
					@Content(mediaType = MediaType.TEXT_HTML_VALUE, schema = @Schema(type = "string")),
					@Content(mediaType = MediaType.TEXT_PLAIN_VALUE, schema = @Schema(type = "string")) })
	@PossibleProblems(ProblemType.NOT_FOUND)
	@GetMapping(path = "/problems/{name}",
			produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_HTML_VALUE, MediaType.TEXT_PLAIN_VALUE })
	ProblemDocument problem(@Parameter(description = "The last segment of its type.",
			example = "run-not-found") @PathVariable String name, HttpServletRequest request);

	/**
	 * Explains why a run failed.
	 * @param cause the last segment of its type
	 * @param request asks for it
	 * @return what it means
	 */
	@Operation(operationId = "getFailureType", summary = "Explains a cause for which runs fail")
	@ApiResponse(responseCode = "200", description = "What it means.",
			content = {
					@Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(implementation = ProblemDocument.class)),
					@Content(mediaType = MediaType.TEXT_HTML_VALUE, schema = @Schema(type = "string")),
					@Content(mediaType = MediaType.TEXT_PLAIN_VALUE, schema = @Schema(type = "string")) })
	@PossibleProblems(ProblemType.NOT_FOUND)
	@GetMapping(path = "/problems/run-failed/{cause}",
			produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_HTML_VALUE, MediaType.TEXT_PLAIN_VALUE })
	ProblemDocument failure(
			@Parameter(description = "The last segment of its type.", example = "timed-out") @PathVariable String cause,
			HttpServletRequest request);

}
