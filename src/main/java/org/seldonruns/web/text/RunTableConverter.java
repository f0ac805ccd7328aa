package org.seldonruns.web.text;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

import org.seldonruns.time.Timekeeper;
import org.seldonruns.web.view.RunPage;

/** Writes a page of runs as a table if a client asks for text. */
@Component
class RunTableConverter extends WriteOnlyConverter<RunPage> {

	private final Timekeeper timekeeper;

	RunTableConverter(Timekeeper timekeeper) {
		super(RunPage.class, MediaType.TEXT_PLAIN);
		this.timekeeper = timekeeper;
	}

	@Override
	protected void writeInternal(RunPage page, HttpOutputMessage output) throws IOException {
		output.getHeaders().setContentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8));
		Writer text = new BufferedWriter(new OutputStreamWriter(output.getBody(), StandardCharsets.UTF_8));
		RunTable.write(page, timekeeper.now(), text);
		text.flush();
	}

}
