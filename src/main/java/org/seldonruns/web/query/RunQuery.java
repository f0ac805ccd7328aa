package org.seldonruns.web.query;

import java.time.Duration;
import java.util.Map;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request for a run. A parameter that is not given is null.
 *
 * @param namespace where the run executes
 * @param replicas the scale of each component that is not autoscaled
 * @param timeout the longest time of each step but DELETE
 * @param deleteTimeout the longest time of DELETE
 * @param keepOnFailure how long the resource of a failed run stays
 * @param label the caller's labels
 * @param dryRun whether only the API server's verdict is wanted
 */
public record RunQuery(
		@Parameter(description = """
				Where. May be left out where the manifest names a namespace; where both do, they must agree.""",
				schema = @Schema(type = "string", maxLength = 63, examples = "seldon")) @Pattern(regexp = NAMESPACE,
						message = NAMESPACE_HINT) @Nullable String namespace,
		@Parameter(description = "What each component that is not autoscaled is scaled to.",
				schema = @Schema(type = "integer", format = "int32",
						minimum = "1")) @AtMost("maxReplicas") @Nullable Integer replicas,
		@Parameter(description = """
				The longest time of CREATE, AWAIT_READY, SCALE and AWAIT_SCALED each: as 90s, 5m or ISO-8601.""",
				schema = @Schema(type = "string",
						pattern = QueryFormats.DURATION)) @AtMost("maxTimeout") @Nullable Duration timeout,
		@Parameter(description = """
				The longest wait of DELETE: as 90s, 5m or ISO-8601. Pods may take a while to stop.""",
				schema = @Schema(type = "string",
						pattern = QueryFormats.DURATION)) @AtMost("maxDeleteTimeout") @Nullable Duration deleteTimeout,
		@Parameter(
				description = """
						When the run fails, leave the resource in place for this long: as 90s, 5m or ISO-8601. It is removed after \
						that, or at once by a cancel.""",
				schema = @Schema(type = "string", pattern = QueryFormats.DURATION,
						examples = "30m")) @AtMost("maxKeepOnFailure") @Nullable Duration keepOnFailure,
		@Parameter(description = """
				Your own marks, each as key=value and each key once: shown with the run, and to filter by.""",
				array = @ArraySchema(maxItems = QueryArgumentResolver.MOST_ENTRIES,
						schema = @Schema(type = "string", pattern = QueryFormats.LABEL,
								examples = "commit=9f1c2e"))) Map<String, String> label,
		@Parameter(description = """
				Only asks the API server whether it would take the manifest; nothing is created or queued.""",
				schema = @Schema(type = "boolean", defaultValue = "false")) @Nullable Boolean dryRun) {

	/** A DNS label (RFC 1123), as Kubernetes requires it for a namespace. */
	static final String NAMESPACE = "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$";

	/** Says what a namespace must be. */
	static final String NAMESPACE_HINT = "give a DNS label: at most 63 lower-case letters, digits and hyphens, "
			+ "with a letter or digit at both ends";

}
