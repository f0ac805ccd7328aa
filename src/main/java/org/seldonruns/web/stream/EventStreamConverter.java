package org.seldonruns.web.stream;

import java.io.BufferedWriter;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

import org.seldonruns.security.ReviewUnavailableException;
import org.seldonruns.security.SecuritySettings;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Timekeeper;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.run.RunAccess;
import org.seldonruns.web.text.WriteOnlyConverter;
import org.seldonruns.web.waiting.WaitingClient;
import org.seldonruns.web.waiting.WaitingClients;
import org.seldonruns.web.waiting.WaitingSettings;

/**
 * Writes streams, each on the thread of its request. Nothing is buffered for a slow
 * client: its stream ends if a write exceeds the connection timeout of the server.
 */
@Component
class EventStreamConverter extends WriteOnlyConverter<EventStream> {

	private final WaitingClients clients;

	private final RunAccess access;

	private final WaitingSettings settings;

	private final SecuritySettings securitySettings;

	private final Timekeeper timekeeper;

	EventStreamConverter(WaitingClients clients, RunAccess access, WaitingSettings settings,
			SecuritySettings securitySettings, Timekeeper timekeeper) {
		super(EventStream.class, MediaType.TEXT_EVENT_STREAM, MediaType.TEXT_PLAIN);
		this.clients = clients;
		this.access = access;
		this.settings = settings;
		this.securitySettings = securitySettings;
		this.timekeeper = timekeeper;
	}

	@Override
	protected void writeInternal(EventStream stream, HttpOutputMessage output) throws IOException {
		try (WaitingClient client = clients.admit(access.caller(), stream.source()).orElseThrow(this::tooMany)) {
			Writer text = new BufferedWriter(new OutputStreamWriter(output.getBody(), StandardCharsets.UTF_8));
			write(stream, client, text, () -> flush(text, output));
		}
	}

	private ProblemException tooMany() {
		return new ProblemException(ProblemType.TOO_MANY_STREAMS,
				"Too many streams and waiting requests are open; the limit is %d, and %d per caller."
					.formatted(settings.maxClients(), settings.maxPerCaller()))
			.retryAfter(Duration.ofSeconds(30));
	}

	/** Also flushes the response, because Spring ignores a flush of the body stream. */
	private static void flush(Writer text, HttpOutputMessage output) throws IOException {
		text.flush();
		if (output instanceof Flushable response) {
			response.flush();
		}
	}

	private void write(EventStream stream, WaitingClient client, Writer text, Flushable response) throws IOException {
		boolean finished = stream.content().writeChanges(text);
		response.flush();
		try {
			if (!finished) {
				follow(stream, client, text, response);
			}
		}
		catch (ReviewUnavailableException ex) {
			// The stream ends; the client gets the problem when it reconnects.
		}
	}

	private void follow(EventStream stream, WaitingClient client, Writer text, Flushable response) throws IOException {
		Deadline deadline = timekeeper.deadline(settings.maxDuration());
		Deadline check = timekeeper.deadline(securitySettings.streamCheck());
		boolean finished = false;
		while (!finished && !client.isDismissed() && !deadline.hasPassed(timekeeper)) {
			if (!client.await(Collections.min(List.of(settings.heartbeat(), check.remaining(timekeeper))))) {
				stream.content().writeHeartbeat(text);
			}
			if (check.hasPassed(timekeeper)) {
				if (!stream.reauthorize().getAsBoolean()) {
					return;
				}
				check = timekeeper.deadline(securitySettings.streamCheck());
			}
			finished = stream.content().writeChanges(text);
			response.flush();
		}
	}

}
