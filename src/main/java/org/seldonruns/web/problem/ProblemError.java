package org.seldonruns.web.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import org.seldonruns.seldon.manifest.ManifestException;

/**
 * One thing to change in a request.
 *
 * @param pointer where in the manifest, as a JSON pointer (RFC 6901)
 * @param line on which line of the upload, from 1
 * @param column in which column of that line, from 1
 * @param parameter which query parameter
 * @param detail what to change
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "One thing to change in a request.")
public record ProblemError(
		@Schema(description = "Where in the manifest, as a JSON pointer (RFC 6901).",
				example = "/spec/predictors/0") @Nullable String pointer,
		@Schema(description = "On which line of the upload, from 1.", minimum = "1",
				example = "4") @Nullable Integer line,
		@Schema(description = "In which column of that line, from 1.", minimum = "1",
				example = "7") @Nullable Integer column,
		@Schema(description = "Which query parameter.", example = "replicas") @Nullable String parameter,
		@Schema(description = "What to change.",
				example = "replicas is \"two\"; give a whole number from 1 to 100.") String detail) {

	static ProblemError of(ManifestException.Violation violation) {
		return new ProblemError(violation.pointer(), violation.line(), violation.column(), null, violation.detail());
	}

	public static ProblemError ofParameter(String parameter, String detail) {
		return new ProblemError(null, null, null, parameter, detail);
	}

}
