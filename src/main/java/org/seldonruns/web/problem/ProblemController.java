package org.seldonruns.web.problem;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import org.seldonruns.run.Cause;
import org.seldonruns.web.view.CauseDocumentation;

/** Serves the documentation of each problem type at the path that is its type. */
@RestController
@Tag(name = "Problems", description = "Documentation of the problem types.")
class ProblemController {

	@Operation(operationId = "listProblemTypes", summary = "Lists all problem types")
	@ApiResponse(responseCode = "200", description = "All problem types.")
	@PossibleProblems
	@GetMapping(path = "/problems", produces = MediaType.APPLICATION_JSON_VALUE)
	List<ProblemTypeDocumentation> all() {
		return Stream
			.concat(Arrays.stream(ProblemType.values()).map(ProblemTypeDocumentation::of),
					Arrays.stream(Cause.values()).map(ProblemTypeDocumentation::of))
			.toList();
	}

	@Operation(operationId = "getProblemType", summary = "Returns the documentation of a problem type")
	@ProblemTypeDocumentationResponse
	@PossibleProblems(ProblemType.NOT_FOUND)
	@GetMapping(path = "/problems/{name}",
			produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_HTML_VALUE, MediaType.TEXT_PLAIN_VALUE })
	ProblemTypeDocumentation problem(@Parameter(description = "The last segment of the type.",
			example = "run-not-found") @PathVariable String name, HttpServletRequest request) {
		return ProblemType.ofSlug(name).map(ProblemTypeDocumentation::of).orElseThrow(() -> unknown(request));
	}

	@Operation(operationId = "getFailureType", summary = "Returns the documentation of a failure cause")
	@ProblemTypeDocumentationResponse
	@PossibleProblems(ProblemType.NOT_FOUND)
	@GetMapping(path = "/problems/run-failed/{cause}",
			produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_HTML_VALUE, MediaType.TEXT_PLAIN_VALUE })
	ProblemTypeDocumentation failure(
			@Parameter(description = "The last segment of the type.", example = "timed-out") @PathVariable String cause,
			HttpServletRequest request) {
		return CauseDocumentation.ofSlug(cause).map(ProblemTypeDocumentation::of).orElseThrow(() -> unknown(request));
	}

	private static ProblemException unknown(HttpServletRequest request) {
		return new ProblemException(ProblemType.NOT_FOUND,
				"Unknown problem type %s; GET /problems lists all types.".formatted(request.getRequestURI()));
	}

}
