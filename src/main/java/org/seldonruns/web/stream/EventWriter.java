package org.seldonruns.web.stream;

import java.io.IOException;

import org.springframework.http.codec.ServerSentEvent;
import tools.jackson.databind.json.JsonMapper;

/** Writes Server-Sent Events in the format of the HTML standard. */
final class EventWriter {

	private final JsonMapper json;

	EventWriter(JsonMapper json) {
		this.json = json;
	}

	/**
	 * Writes an event.
	 * @param text the output
	 * @param id the id from which the client resumes after this event
	 * @param name the type of the event
	 * @param data the data, which is written as one line of JSON
	 * @throws IOException if the event cannot be written
	 */
	void write(Appendable text, EventId id, String name, Object data) throws IOException {
		String head = ServerSentEvent.builder().id(id.toString()).event(name).build().format();
		text.append(head).append("data:").append(json.writeValueAsString(data)).append("\n\n");
	}

	/**
	 * Writes a comment, which clients ignore.
	 * @param text the output
	 * @throws IOException if the comment cannot be written
	 */
	void comment(Appendable text) throws IOException {
		text.append(ServerSentEvent.builder().comment("heartbeat").build().format()).append('\n');
	}

}
