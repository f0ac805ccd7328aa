package org.seldonruns.web.stream;

import java.io.IOException;

import org.springframework.http.codec.ServerSentEvent;
import tools.jackson.databind.json.JsonMapper;

/** Writes Server-Sent Events, as the HTML standard has them. */
final class EventWriter {

	private final JsonMapper json;

	EventWriter(JsonMapper json) {
		this.json = json;
	}

	/**
	 * Writes an event.
	 * @param text where to
	 * @param id what the client resumes with once it has seen this
	 * @param name the event's type
	 * @param data written as JSON, on one line
	 * @throws IOException where it cannot be written
	 */
	void write(Appendable text, EventId id, String name, Object data) throws IOException {
		String head = ServerSentEvent.builder().id(id.toString()).event(name).build().format();
		text.append(head).append("data:").append(json.writeValueAsString(data)).append("\n\n");
	}

	/**
	 * Writes a comment, which clients pass over.
	 * @param text where to
	 * @throws IOException where it cannot be written
	 */
	void comment(Appendable text) throws IOException {
		text.append(ServerSentEvent.builder().comment("still there").build().format()).append('\n');
	}

}
