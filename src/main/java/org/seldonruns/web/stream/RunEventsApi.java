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

/** Declares the streams of runs for the OpenAPI document. */
@Tag(name = "Streams", description = "Live progress of runs.")
interface RunEventsApi {

	/**
	 * Follows a run.
	 * @param id the id of the run
	 * @param request the request, whose query must be empty
	 * @return the stream, or 204 if the client has received its end
	 */
	@Operation(operationId = "followRun", summary = "Follows a run to its end", description = """
			Sends Server-Sent Events:

			- "run": the summary of the run, immediately and at each change.
			- "timeline": an entry of the timeline, again with the same "seq" if its count grows.
			- "end": the final status; the last event.

			A stream that is resumed with Last-Event-ID continues with the later changes. Comments keep an idle stream \
			open. With Accept: text/plain, the stream has lines for a terminal; the last line is the result.

			    curl -N -H 'Accept: text/plain' http://localhost:8080/runs/ID/events

			Swagger UI shows the stream only after the run has finished.""")
	@LastEventIdParameter
	@ApiResponse(responseCode = "200", description = "The stream.",
			content = {
					@Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
							schema = @Schema(type = "string", example = Examples.EVENTS)),
					@Content(mediaType = MediaType.TEXT_PLAIN_VALUE,
							schema = @Schema(type = "string", example = Examples.PROGRESS)) })
	@ApiResponse(responseCode = "204", description = "The client has received the end.", content = @Content)
	@PossibleProblems({ ProblemType.INVALID_PARAMETER, ProblemType.INVALID_HEADER, ProblemType.INVALID_ID,
			ProblemType.RUN_NOT_FOUND, ProblemType.TOO_MANY_STREAMS })
	@GetMapping(path = "/runs/{id}/events",
			produces = { MediaType.TEXT_EVENT_STREAM_VALUE, MediaType.TEXT_PLAIN_VALUE })
	ResponseEntity<EventStream> follow(@IdParameter @PathVariable String id, HttpServletRequest request);

	/**
	 * Follows the list of runs.
	 * @param query the filter
	 * @param request the request
	 * @return the stream
	 */
	@Operation(operationId = "followRuns", summary = "Follows all runs", description = """
			Sends Server-Sent Events about the runs that you may read:

			- "run": the summary of each run that matches the filter, immediately and at each change.
			- "removed": the "id" of a run that no longer matches the filter or is no longer in the history. It can \
			name a run that you have not received.
			- "reset": discard all runs that you have received; all matching runs follow. The service sends it if the \
			Last-Event-ID is too old or from before a restart.

			A stream that is resumed with Last-Event-ID continues with the later changes.

			    curl -N 'http://localhost:8080/runs/events?namespace=seldon'

			Swagger UI cannot show this stream, because it does not end.""")
	@LastEventIdParameter
	@ApiResponse(responseCode = "200", description = "The stream, which does not end by itself.",
			content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
					schema = @Schema(type = "string", example = Examples.LIST_EVENTS)))
	@PossibleProblems({ ProblemType.INVALID_PARAMETER, ProblemType.INVALID_HEADER, ProblemType.UNACCEPTABLE_PARAMETER,
			ProblemType.TOO_MANY_STREAMS })
	// Without "produces", because Spring would route a request for another media type to
	// /runs/{id}. The controller checks the media type.
	@GetMapping(path = "/runs/events")
	ResponseEntity<EventStream> followAll(@ParameterObject RunFilterQuery query, HttpServletRequest request);

}
