package org.seldonruns.web.stream;

import java.nio.charset.StandardCharsets;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import org.seldonruns.run.Run;
import org.seldonruns.run.history.RunFilter;
import org.seldonruns.run.history.RunHistory;
import org.seldonruns.security.Action;
import org.seldonruns.time.Timekeeper;
import org.seldonruns.web.openapi.Examples;
import org.seldonruns.web.problem.PossibleProblems;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.protection.AuditTrail;
import org.seldonruns.web.query.RunListEventsQuery;
import org.seldonruns.web.run.IdParameter;
import org.seldonruns.web.run.MediaTypeSelection;
import org.seldonruns.web.run.RunAccess;
import org.seldonruns.web.run.RunLookup;

/** Streams runs. */
@RestController
@Tag(name = "Streams", description = "Live progress of runs.")
class RunEventsController {

	private final RunHistory history;

	private final RunLookup lookup;

	private final RunAccess access;

	private final JsonMapper json;

	private final Timekeeper timekeeper;

	RunEventsController(RunHistory history, RunLookup lookup, RunAccess access, JsonMapper json,
			Timekeeper timekeeper) {
		this.history = history;
		this.lookup = lookup;
		this.access = access;
		this.json = json;
		this.timekeeper = timekeeper;
	}

	@Operation(operationId = "followRun", summary = "Follows a run to its end", description = """
			Sends Server-Sent Events:

			- "run": the run without its timeline, immediately and at each change.
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
	ResponseEntity<EventStream> follow(@IdParameter @PathVariable String id, HttpServletRequest request) {
		Run run = lookup.find(id, Action.READ, request);
		EventId last = EventId.last(request);
		MediaType type = MediaTypeSelection.of(request, MediaType.TEXT_EVENT_STREAM, MediaType.TEXT_PLAIN);
		// Lines for a terminal have no event ids; these streams always start at the
		// beginning.
		if (type.equals(MediaType.TEXT_EVENT_STREAM) && last.end() && run.isFinished()
				&& last.number() == run.summary().version()) {
			// The EventSource of a browser does not reconnect after 204.
			return ResponseEntity.noContent().build();
		}
		StreamContent content = type.equals(MediaType.TEXT_EVENT_STREAM)
				? new RunEvents(run, access::redact, last, json) : new RunProgress(run, access::redact, timekeeper);
		return response(request, type, new EventStream(run::onChange, content,
				() -> reauthorize(run.request().resource().namespace(), request)));
	}

	@Operation(operationId = "followRuns", summary = "Follows all runs", description = """
			Sends Server-Sent Events about the runs that you may read:

			- "run": the summary of each run that matches the filter, immediately and at each change.
			- "removed": the "id" of a run that no longer matches the filter or is no longer in the history. It can \
			name a run that you have not received.
			- "reset": discard all runs that you have received; all matching runs follow. The service sends it if the \
			Last-Event-ID is too old or from before a restart.

			The stream continues when runs finish. The service ends it after seldon-runs.stream.max-duration; resume \
			it with Last-Event-ID to get the later changes.

			    curl -N 'http://localhost:8080/runs/events?namespace=seldon'

			Swagger UI cannot show this stream while it is open.""")
	@LastEventIdParameter
	@ApiResponse(responseCode = "200", description = "The stream, until seldon-runs.stream.max-duration.",
			content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
					schema = @Schema(type = "string", example = Examples.LIST_EVENTS)))
	@PossibleProblems({ ProblemType.INVALID_PARAMETER, ProblemType.INVALID_HEADER, ProblemType.UNACCEPTABLE_PARAMETER,
			ProblemType.TOO_MANY_STREAMS })
	// Without "produces", because Spring would route a request for another media type to
	// /runs/{id}. The method checks the media type.
	@GetMapping(path = "/runs/events")
	ResponseEntity<EventStream> followAll(@ParameterObject RunListEventsQuery query, HttpServletRequest request) {
		MediaType type = MediaTypeSelection.of(request, MediaType.TEXT_EVENT_STREAM);
		RunFilter filter = query.filter();
		access.requireToRead(filter.namespace());
		EventId last = EventId.last(request);
		return response(request, type,
				new EventStream(history::onChange,
						new ListEvents(history, filter, access::mayReadNamespace, access::redact, last, json),
						() -> reauthorize(filter.namespace(), request)));
	}

	private boolean reauthorize(@Nullable String namespace, HttpServletRequest request) {
		boolean authorized = access.reauthorize(namespace);
		if (!authorized) {
			AuditTrail.recordRevoked(request);
		}
		return authorized;
	}

	private static ResponseEntity<EventStream> response(HttpServletRequest request, MediaType type,
			EventStream stream) {
		ResponseEntity.BodyBuilder response = ResponseEntity.ok()
			.contentType(new MediaType(type, StandardCharsets.UTF_8))
			// Disables the buffering of nginx and compatible proxies.
			.header("X-Accel-Buffering", "no");
		// HEAD must not wait for the end of the stream.
		return HttpMethod.HEAD.matches(request.getMethod()) ? response.build() : response.body(stream);
	}

}
