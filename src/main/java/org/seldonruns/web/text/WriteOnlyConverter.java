package org.seldonruns.web.text;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpInputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;

/** Writes the bodies of responses as text in UTF-8. */
public abstract class WriteOnlyConverter<T> extends AbstractHttpMessageConverter<T> {

	private final Class<T> type;

	public WriteOnlyConverter(Class<T> type, MediaType... mediaTypes) {
		super(StandardCharsets.UTF_8, mediaTypes);
		this.type = type;
	}

	@Override
	protected final boolean supports(Class<?> candidate) {
		return candidate == type;
	}

	@Override
	protected final boolean canRead(@Nullable MediaType mediaType) {
		return false;
	}

	@Override
	protected final T readInternal(Class<? extends T> candidate, HttpInputMessage input) {
		throw new HttpMessageNotReadableException("the type is only for responses", input);
	}

}
