package org.seldonruns.run.request;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The request for a run.
 *
 * @param resource the resource to create
 * @param parameters the parameters
 * @param labels the labels that the caller set, in their order
 * @param startedBy the caller; null without authentication
 * @param idempotencyKey the idempotency key of the caller; null if there is none
 * @param parts the uploaded documents; null if the run was restored from its resource
 */
public record RunRequest(ResourceName resource, RunParameters parameters, Map<String, String> labels,
		@Nullable String startedBy, @Nullable String idempotencyKey, @Nullable UploadParts parts) {

	/** Bytes of a string without its characters, including its map entry. */
	private static final int TEXT_WEIGHT = 64;

	public RunRequest {
		labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
	}

	/** Returns the manifest; null if the run was restored from its resource. */
	public @Nullable Upload upload() {
		return (parts != null) ? parts.manifest() : null;
	}

	/**
	 * Estimates how much memory the request takes, its uploads included.
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
		return texts + marks + ((parts != null) ? parts.size() : 0);
	}

	private static long weight(@Nullable String text) {
		return (text != null) ? TEXT_WEIGHT + 2L * text.length() : 0;
	}

	/**
	 * Returns whether both requests have the same caller and the same idempotency key.
	 * @param other another request
	 * @return false if there is no key
	 */
	public boolean hasKeyOf(RunRequest other) {
		return idempotencyKey != null && idempotencyKey.equals(other.idempotencyKey)
				&& Objects.equals(startedBy, other.startedBy);
	}

}
