package org.seldonruns.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;

/** Writes a run as text where a client asks for that. */
@Component
class RunTextConverter extends AbstractHttpMessageConverter<RunView> {

	RunTextConverter() {
		super(StandardCharsets.UTF_8, MediaType.TEXT_PLAIN);
	}

	@Override
	protected boolean supports(Class<?> type) {
		return type == RunView.class;
	}

	@Override
	protected boolean canRead(@org.jspecify.annotations.Nullable MediaType mediaType) {
		return false;
	}

	@Override
	protected RunView readInternal(Class<? extends RunView> type, HttpInputMessage input) {
		throw new HttpMessageNotReadableException("a run is never read", input);
	}

	@Override
	protected void writeInternal(RunView run, HttpOutputMessage output) throws IOException {
		output.getHeaders().setContentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8));
		output.getBody().write(RunText.of(run).getBytes(StandardCharsets.UTF_8));
	}

}
