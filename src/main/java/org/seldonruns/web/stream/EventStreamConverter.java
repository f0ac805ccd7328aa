package org.seldonruns.web.stream;

import java.io.BufferedWriter;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

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
import org.seldonruns.web.waiting.StreamSettings;
import org.seldonruns.web.waiting.WaitingClient;
import org.seldonruns.web.waiting.WaitingClients;

/**
 * Writes streams, each on the thread of its request. What a client does not take within
 * the server's connection timeout ends its stream; nothing is gathered for it meanwhile.
 */
@Component
class EventStreamConverter extends WriteOnlyConverter<EventStream> {

	/** How long a client is asked to wait where as many wait as may. */
	private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

	private final WaitingClients clients;

	private final RunAccess access;

	private final StreamSettings settings;

	private final SecuritySettings securitySettings;

	private final Timekeeper timekeeper;

	EventStreamConverter(WaitingClients clients, RunAccess access, StreamSettings settings,
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
			tell(stream, client, text, () -> flush(text, output));
		}
	}

	private ProblemException tooMany() {
		return new ProblemException(ProblemType.TOO_MANY_STREAMS,
				"As many clients already wait for something to change as may: %d, or %d of one caller."
					.formatted(settings.maxClients(), settings.maxPerCaller()))
			.retryAfter(RETRY_AFTER);
	}

	/** Spring passes over what flushes the body alone. */
	private static void flush(Writer text, HttpOutputMessage output) throws IOException {
		text.flush();
		if (output instanceof Flushable response) {
			response.flush();
		}
	}

	private void tell(EventStream stream, WaitingClient client, Writer text, Flushable response) throws IOException {
		boolean over = stream.story().tell(text);
		response.flush();
		try {
			if (!over) {
				goOn(stream, client, text, response);
			}
		}
		catch (ReviewUnavailableException ex) {
			// Whether the client may see more nobody can say: it hears that when it comes
			// back.
		}
	}

	private void goOn(EventStream stream, WaitingClient client, Writer text, Flushable response) throws IOException {
		Deadline deadline = timekeeper.deadline(settings.maxDuration());
		Deadline check = timekeeper.deadline(securitySettings.streamCheck());
		boolean over = false;
		while (!over && !client.isDismissed() && !deadline.hasPassed(timekeeper)) {
			if (!client.await(shorter(settings.heartbeat(), check.remaining(timekeeper)))) {
				stream.story().breathe(text);
			}
			if (check.hasPassed(timekeeper)) {
				if (!stream.granted().getAsBoolean()) {
					return;
				}
				check = timekeeper.deadline(securitySettings.streamCheck());
			}
			over = stream.story().tell(text);
			response.flush();
		}
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

}
