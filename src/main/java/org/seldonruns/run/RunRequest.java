package org.seldonruns.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What somebody asked for.
 *
 * @param resource the resource to rehearse
 * @param parameters how
 * @param labels the caller's own marks, in the caller's order
 * @param startedBy who asked; none where callers are not known
 * @param upload the upload as it came; none where the run is known from its resource
 * alone
 */
public record RunRequest(ResourceName resource, RunParameters parameters, Map<String, String> labels,
		@Nullable String startedBy, @Nullable Upload upload) {

	public RunRequest {
		labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
	}

}
