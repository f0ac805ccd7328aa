package org.seldonruns.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

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

	public RunRequest {
		labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
	}

	/**
	 * Whether the same caller made both with the same key, as he should only where one
	 * repeats the other.
	 * @param other another request
	 * @return false where there is no key
	 */
	boolean hasKeyOf(RunRequest other) {
		return idempotencyKey != null && idempotencyKey.equals(other.idempotencyKey)
				&& Objects.equals(startedBy, other.startedBy);
	}

}
