package org.seldonruns.web;

import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import org.springframework.http.MediaType;

import org.seldonruns.run.Subscription;

/**
 * An answer that goes on for as long as something can come.
 *
 * @param source subscribes what is to be called at each change
 * @param forms what is told, by the media type that it is told in
 * @param granted judges the caller anew; where he may not read this any more, it ends
 */
record EventStream(Function<Runnable, Subscription> source, Map<MediaType, Story> forms, BooleanSupplier granted) {

	EventStream {
		forms = Map.copyOf(forms);
	}

}
