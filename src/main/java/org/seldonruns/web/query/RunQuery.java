package org.seldonruns.web.query;

import java.time.Duration;
import java.util.Map;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

import org.seldonruns.run.request.FieldValidation;
import org.seldonruns.run.request.ServicePath;

/** The query of a request to start a run. Missing parameters are null. */
public record RunQuery(@Parameter(description = """
		Namespace of the run. It is optional if the manifest has a namespace; if both are set, they must be equal.""",
		schema = @Schema(type = "string", maxLength = 63, examples = "seldon")) @Pattern(regexp = NAMESPACE,
				message = NAMESPACE_HINT) @Nullable String namespace,
		@Parameter(description = "Number of replicas that SCALE sets for each component that is not autoscaled.",
				schema = @Schema(type = "integer", format = "int32",
						minimum = "1")) @Limited("maxReplicas") @Nullable Integer replicas,
		@Parameter(description = """
				Timeout of each step except DELETE, for example 90s, 5m or PT5M (ISO 8601).""",
				schema = @Schema(type = "string",
						pattern = QueryFormats.DURATION)) @Limited("maxTimeout") @Nullable Duration timeout,
		@Parameter(description = """
				Timeout of DELETE, for example 90s, 5m or PT5M (ISO 8601). It includes the termination of the pods.""",
				schema = @Schema(type = "string",
						pattern = QueryFormats.DURATION)) @Limited("maxDeleteTimeout") @Nullable Duration deleteTimeout,
		@Parameter(description = """
				Time for which the resource of a failed run is kept, for example 90s, 30m or PT30M (ISO 8601). \
				Without it, the resource is deleted at once. Cancelling the run deletes it earlier.""",
				schema = @Schema(type = "string", pattern = QueryFormats.DURATION,
						examples = "30m")) @Limited("maxKeepOnFailure") @Nullable Duration keepOnFailure,
		@Parameter(description = """
				Time for which the resource must be ready without interruption before AWAIT_READY, AWAIT_SCALED and \
				AWAIT_UPDATED succeed, for example 30s, 5m or PT5M (ISO 8601). A restart of a container or a lost \
				replica starts the time anew. It must be shorter than the timeout.""",
				schema = @Schema(type = "string", pattern = QueryFormats.DURATION, examples = "5s")) @Limited(
						value = "maxStableFor", orZero = true) @Nullable Duration stableFor,
		@Parameter(description = """
				How the API server handles unknown fields of the manifests: it drops them (Ignore), drops them and \
				warns (Warn), or rejects the manifest (Strict). Duplicate fields are always rejected.""",
				schema = @Schema(type = "string", allowableValues = {
						"Ignore", "Warn", "Strict" })) @Nullable FieldValidation fieldValidation,
		@Parameter(description = """
				Path of the predictions, such as /v2/models/iris/infer, instead of the one that the protocol of \
				the resource defines. It must not contain a segment . or .., an empty segment, a query, or an \
				encoded slash, backslash or percent sign. Only with the part request.""",
				schema = @Schema(type = "string", pattern = PredictPath.FORMAT,
						maxLength = ServicePath.MAX_LENGTH)) @Nullable PredictPath predictPath,
		@Parameter(description = """
				Number of predictions that each of PREDICT, PREDICT_SCALED and PREDICT_UPDATED sends to each \
				predictor, one after the other; 1 if it is missing. Only with the part request.""",
				schema = @Schema(type = "integer", format = "int32",
						minimum = "1")) @Limited("maxPredictions") @Nullable Integer predictions,
		@Parameter(description = """
				Longest time without a ready pod that each predictor may have during the update, for example 0s, 30s \
				or PT30S (ISO 8601); without it, any time is accepted and one above 0 is a warning. Only with the part \
				update.""", schema = @Schema(type = "string", pattern = QueryFormats.DURATION)) @Limited(
				value = "maxTimeout", orZero = true) @Nullable Duration maxDowntime,
		@Parameter(description = """
				A label of the run, key=value, for filters. Repeat the parameter with another key for more labels.""",
				array = @ArraySchema(maxItems = QueryArgumentResolver.MAX_ENTRIES,
						schema = @Schema(type = "string", pattern = QueryFormats.LABEL,
								examples = "commit=9f1c2e"))) Map<String, String> label,
		@Parameter(description = """
				Whether the API server only validates the manifest and the update; no run is started.""",
				schema = @Schema(type = "boolean", defaultValue = "false")) @Nullable Boolean dryRun){

	/** A DNS label (RFC 1123), as Kubernetes requires it for a namespace. */
	static final String NAMESPACE = "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$";

	/** Completes the detail of a problem with a namespace. */
	static final String NAMESPACE_HINT = "it must be a DNS label: at most 63 lowercase letters, digits and hyphens, "
			+ "with a letter or digit at both ends";

}
