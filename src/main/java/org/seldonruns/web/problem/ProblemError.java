package org.seldonruns.web.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import org.seldonruns.seldon.manifest.ManifestException;

@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "One error in a request.")
public record ProblemError(
		@Schema(description = "The field of the manifest, as a JSON pointer (RFC 6901).",
				example = "/spec/predictors/0") @Nullable String pointer,
		@Schema(description = "The line of the upload, from 1.", minimum = "1", example = "4") @Nullable Integer line,
		@Schema(description = "The column in that line, from 1.", minimum = "1",
				example = "7") @Nullable Integer column,
		@Schema(description = "The query parameter.", example = "replicas") @Nullable String parameter,
		@Schema(description = "What is wrong and how to correct it.",
				example = "replicas is \"two\"; it must be an integer from 1 to 100.") String detail) {

	static ProblemError of(ManifestException.Violation violation) {
		return new ProblemError(violation.pointer(), violation.line(), violation.column(), null, violation.detail());
	}

	public static ProblemError ofParameter(String parameter, String detail) {
		return new ProblemError(null, null, null, parameter, detail);
	}

}
