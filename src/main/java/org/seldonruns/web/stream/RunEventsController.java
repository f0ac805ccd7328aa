package org.seldonruns.web.stream;

import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletRequest;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

import org.seldonruns.run.Run;
import org.seldonruns.run.history.RunFilter;
import org.seldonruns.run.history.RunHistory;
import org.seldonruns.security.Action;
import org.seldonruns.time.Timekeeper;
import org.seldonruns.web.query.RunFilterQuery;
import org.seldonruns.web.run.MediaTypeSelection;
import org.seldonruns.web.run.RunAccess;
import org.seldonruns.web.run.RunLookup;

/** Streams runs. */
@RestController
class RunEventsController implements RunEventsApi {

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

	@Override
	public ResponseEntity<EventStream> follow(String id, HttpServletRequest request) {
		Run run = lookup.find(id, Action.READ, request);
		EventId last = EventId.last(request);
		MediaType type = MediaTypeSelection.of(request, MediaType.TEXT_EVENT_STREAM, MediaType.TEXT_PLAIN);
		// The lines for a terminal have no ids, so that they start from the beginning.
		if (type.equals(MediaType.TEXT_EVENT_STREAM) && last.end() && run.isFinished()
				&& last.number() == run.summary().version()) {
			// The EventSource of a browser does not reconnect after 204.
			return ResponseEntity.noContent().build();
		}
		StreamContent content = type.equals(MediaType.TEXT_EVENT_STREAM)
				? new RunEvents(run, access::redact, last, json) : new RunProgress(run, access::redact, timekeeper);
		return response(request, type, new EventStream(run::onChange, content,
				() -> access.reauthorize(run.request().resource().namespace())));
	}

	@Override
	public ResponseEntity<EventStream> followAll(RunFilterQuery query, HttpServletRequest request) {
		MediaType type = MediaTypeSelection.of(request, MediaType.TEXT_EVENT_STREAM);
		RunFilter filter = query.filter();
		access.requireToRead(filter.namespace());
		EventId last = EventId.last(request);
		return response(request, type,
				new EventStream(history::onChange,
						new ListEvents(history, filter, access::mayReadNamespace, access::redact, last, json),
						() -> access.reauthorize(filter.namespace())));
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
