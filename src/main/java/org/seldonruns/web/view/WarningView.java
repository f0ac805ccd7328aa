package org.seldonruns.web.view;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.seldonruns.run.Warning;

@Schema(name = "Warning",
		description = "Something that a user of the resource should know, although it does not fail the run.")
public record WarningView(
		@Schema(description = """
				API_SERVER: a Warning header of the API server. UPLOAD: a field of the upload that the service removed, or that \
				looks like a mistake. RUN: an observation during the run.""",
				example = "API_SERVER") Warning.Source source,
		@Schema(description = "A sentence.",
				example = "unknown field \"spec.predictors[0].componentSpec\"") String message,
		@Schema(description = "The JSON pointer (RFC 6901) of the field in the manifest; null if the warning is not about "
				+ "a field.", example = "/spec/predictors/0/componentSpec") @Nullable String pointer,
		@Schema(description = "The line of the field in the upload; null if it is unknown.", minimum = "1",
				example = "7") @Nullable Integer line) {

	public static WarningView of(Warning warning) {
		return new WarningView(warning.source(), warning.message(), warning.pointer(), warning.line());
	}

}
