package org.seldonruns.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

import org.seldonruns.time.Timekeeper;

/** Writes a page of runs as a table if a client asks for text. */
@Component
class RunTableConverter extends AnswerConverter<RunPage> {

	private final Timekeeper timekeeper;

	RunTableConverter(Timekeeper timekeeper) {
		super(RunPage.class, MediaType.TEXT_PLAIN);
		this.timekeeper = timekeeper;
	}

	@Override
	protected void writeInternal(RunPage page, HttpOutputMessage output) throws IOException {
		output.getHeaders().setContentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8));
		output.getBody().write(RunTable.of(page, timekeeper.now()).getBytes(StandardCharsets.UTF_8));
	}

}
