package org.seldonruns.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What somebody asked for.
 *
 * @param resource the resource to rehearse
 * @param parameters how
 * @param labels the caller's own marks, in the caller's order
 * @param startedBy who asked; none where callers are not known
 * @param idempotencyKey by which the caller would know this request again; none where
 * there is no such wish
 * @param upload the upload as it came; none where the run is known from its resource
 * alone
 */
public record RunRequest(ResourceName resource, RunParameters parameters, Map<String, String> labels,
		@Nullable String startedBy, @Nullable String idempotencyKey, @Nullable Upload upload) {

	/** Bytes of a text without its characters, with its place in a map. */
	private static final int TEXT_WEIGHT = 64;

	public RunRequest {
		labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
	}

	/**
	 * Estimates how much memory the request takes, its upload included.
	 * @return bytes
	 */
	public long weight() {
		long texts = Stream
			.of(resource.namespace(), resource.apiVersion(), resource.kind(), resource.name(), startedBy,
					idempotencyKey)
			.mapToLong(RunRequest::weight)
			.sum();
		long marks = labels.entrySet()
			.stream()
			.mapToLong(label -> weight(label.getKey()) + weight(label.getValue()))
			.sum();
		return texts + marks + ((upload != null) ? upload.size() : 0);
	}

	private static long weight(@Nullable String text) {
		return (text != null) ? TEXT_WEIGHT + 2L * text.length() : 0;
	}

	/**
	 * Whether the same caller made both with the same key, as he should only where one
	 * repeats the other.
	 * @param other another request
	 * @return false where there is no key
	 */
	public boolean hasKeyOf(RunRequest other) {
		return idempotencyKey != null && idempotencyKey.equals(other.idempotencyKey)
				&& Objects.equals(startedBy, other.startedBy);
	}

}
