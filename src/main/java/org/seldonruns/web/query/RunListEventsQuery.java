package org.seldonruns.web.query;

import java.util.Map;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

import org.seldonruns.run.RunStatus;
import org.seldonruns.run.history.RunFilter;

/** The query of a request to follow all runs. Missing parameters are null. */
public record RunListEventsQuery(
		@Parameter(description = "Only runs in this namespace.",
				schema = @Schema(type = "string", maxLength = 63, examples = "seldon")) @Pattern(
						regexp = RunQuery.NAMESPACE, message = RunQuery.NAMESPACE_HINT) @Nullable String namespace,
		@Parameter(description = "Only runs with this status.",
				schema = @Schema(ref = "#/components/schemas/RunStatus")) @Nullable RunStatus status,
		@Parameter(description = "Only runs with all of these labels.",
				array = @ArraySchema(maxItems = QueryArgumentResolver.MAX_ENTRIES, schema = @Schema(type = "string",
						pattern = QueryFormats.LABEL, examples = "commit=9f1c2e"))) Map<String, String> label) {

	public RunFilter filter() {
		return new RunFilter(namespace, status, label);
	}

}
