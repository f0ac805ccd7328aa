package org.seldonruns.web.query;

import java.util.Map;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

import org.seldonruns.run.RunStatus;
import org.seldonruns.run.history.RunFilter;
import org.seldonruns.web.view.RunCursor;

/** The query of a request to list runs. Missing parameters are null. */
public record RunListQuery(
		@Parameter(description = "Only runs in this namespace.",
				schema = @Schema(type = "string", maxLength = 63, examples = "seldon")) @Pattern(
						regexp = RunQuery.NAMESPACE, message = RunQuery.NAMESPACE_HINT) @Nullable String namespace,
		@Parameter(description = "Only runs with this status.",
				schema = @Schema(ref = "#/components/schemas/RunStatus")) @Nullable RunStatus status,
		@Parameter(description = "Only runs with all of these labels.",
				array = @ArraySchema(maxItems = QueryArgumentResolver.MAX_ENTRIES,
						schema = @Schema(type = "string", pattern = QueryFormats.LABEL,
								examples = "commit=9f1c2e"))) Map<String, String> label,
		@Parameter(description = "Maximum number of runs on the page.",
				schema = @Schema(type = "integer", format = "int32", minimum = "1", maximum = "" + MAX_LIMIT,
						defaultValue = "" + DEFAULT_LIMIT)) @Limited("" + MAX_LIMIT) @Nullable Integer limit,
		@Parameter(
				description = "Cursor from the \"next\" field of the previous page. It expires when the service restarts.",
				schema = @Schema(type = "string")) @Nullable RunCursor cursor) {

	private static final int MAX_LIMIT = 200;

	private static final int DEFAULT_LIMIT = 50;

	public RunFilter filter() {
		return new RunFilter(namespace, status, label);
	}

	public int limitOrDefault() {
		return (limit != null) ? limit : DEFAULT_LIMIT;
	}

}
