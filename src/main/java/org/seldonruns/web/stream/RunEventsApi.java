package org.seldonruns.web.stream;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springdoc.core.annotations.ParameterObject;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.seldonruns.web.openapi.Examples;
import org.seldonruns.web.problem.PossibleProblems;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.query.RunFilterQuery;
import org.seldonruns.web.run.IdParameter;

/** The streams of runs, as the OpenAPI document has them. */
@Tag(name = "Streams", description = "Runs as they go on.")
interface RunEventsApi {

	/**
	 * Follows a run.
	 * @param id names it
	 * @param request with a query that must be empty
	 * @return the stream, or 204 to whoever has seen its end
	 */
	@Operation(operationId = "followRun", summary = "Follows a run to its end",
			description = """
					As Server-Sent Events: "run" with the summary at once and at each change of it, "timeline" with each entry, and \
					again with the same "seq" when its count grows, and "end" as the last. Whoever resumes with Last-Event-ID \
					gets what has changed since; a comment comes when nothing else does. With Accept: text/plain, lines for a \
					terminal, of which the last is the verdict.

					    curl -N -H 'Accept: text/plain' http://localhost:8080/runs/ID/events

					On the page that tries operations out, it is all shown at once when the run is over.""")
	@LastEventIdParameter
	@ApiResponse(responseCode = "200", description = "The stream.",
			content = {
					@Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
							schema = @Schema(type = "string", example = Examples.EVENTS)),
					@Content(mediaType = MediaType.TEXT_PLAIN_VALUE,
							schema = @Schema(type = "string", example = Examples.PROGRESS)) })
	@ApiResponse(responseCode = "204", description = "The client has seen the end.", content = @Content)
	@PossibleProblems({ ProblemType.INVALID_PARAMETER, ProblemType.INVALID_HEADER, ProblemType.INVALID_ID,
			ProblemType.RUN_NOT_FOUND, ProblemType.TOO_MANY_STREAMS })
	@GetMapping(path = "/runs/{id}/events",
			produces = { MediaType.TEXT_EVENT_STREAM_VALUE, MediaType.TEXT_PLAIN_VALUE })
	ResponseEntity<EventStream> follow(@IdParameter @PathVariable String id, HttpServletRequest request);

	/**
	 * Follows the list of runs.
	 * @param query filters the runs
	 * @param request the request
	 * @return the stream
	 */
	@Operation(operationId = "followRuns", summary = "Follows all runs", description = """
			As Server-Sent Events:

			- "run": the summary of each run that matches the filter, at once and whenever the run changes.
			- "removed": the "id" of a run that no longer matches the filter or is no longer in the history. It can \
			name a run that you have not seen.
			- "reset": forget all runs; those that match the filter follow. It is sent if the Last-Event-ID is \
			from before a restart of the service, or too old.

			A stream that is resumed with Last-Event-ID goes on with the changes since.

			    curl -N 'http://localhost:8080/runs/events?namespace=seldon'

			The page that tries operations out shows an answer when it has ended, and thus never shows this one.""")
	@LastEventIdParameter
	@ApiResponse(responseCode = "200", description = "The stream, which has no end of its own.",
			content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
					schema = @Schema(type = "string", example = Examples.LIST_EVENTS)))
	@PossibleProblems({ ProblemType.INVALID_PARAMETER, ProblemType.INVALID_HEADER, ProblemType.UNACCEPTABLE_PARAMETER,
			ProblemType.TOO_MANY_STREAMS })
	// What it produces is said by the controller: here it would lead who asks for another
	// type to a run of this name.
	@GetMapping(path = "/runs/events")
	ResponseEntity<EventStream> followAll(@ParameterObject RunFilterQuery query, HttpServletRequest request);

}
