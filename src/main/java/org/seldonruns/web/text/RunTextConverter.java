package org.seldonruns.web.text;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.seldonruns.web.view.RunView;

/** Writes a run as text if a client asks for text. */
@Component
class RunTextConverter extends WriteOnlyConverter<RunView> {

	RunTextConverter() {
		super(RunView.class, MediaType.TEXT_PLAIN);
	}

	@Override
	protected void writeInternal(RunView run, HttpOutputMessage output) throws IOException {
		output.getHeaders().setContentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8));
		Writer text = new BufferedWriter(new OutputStreamWriter(output.getBody(), StandardCharsets.UTF_8));
		RunText.write(run, text);
		text.flush();
	}

}
