package org.seldonruns.web.stream;

import java.io.IOException;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.codec.ServerSentEvent;

/** Writes changes as Server-Sent Events in the format of the HTML standard. */
abstract class ServerSentEventContent implements StreamContent {

	private final JsonMapper json;

	ServerSentEventContent(JsonMapper json) {
		this.json = json;
	}

	/**
	 * Writes an event.
	 * @param id the id from which the client resumes after this event
	 */
	protected final void write(Appendable text, EventId id, String name, Object data) throws IOException {
		String head = ServerSentEvent.builder().id(id.toString()).event(name).build().format();
		text.append(head).append("data:").append(json.writeValueAsString(data)).append("\n\n");
	}

	@Override
	public final void writeHeartbeat(Appendable text) throws IOException {
		text.append(ServerSentEvent.builder().comment("heartbeat").build().format()).append('\n');
	}

}
