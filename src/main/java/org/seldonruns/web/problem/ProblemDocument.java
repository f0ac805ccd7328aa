package org.seldonruns.web.problem;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import org.seldonruns.run.Cause;
import org.seldonruns.web.view.FailureType;

@Schema(name = "ProblemType", description = "The documentation of a problem type.")
public record ProblemDocument(
		@Schema(description = "The type, which is the path of this document.", format = "uri-reference",
				example = "/problems/run-not-found") String type,
		@Schema(description = "The type in a few words.", example = "Run not found") String title,
		@Schema(description = "The HTTP status code; null for the cause of a failed run.",
				example = "404") @Nullable Integer status,
		@Schema(description = "The meaning and what to do.",
				example = "The history has no run with this id.") String description) {

	static ProblemDocument of(ProblemType type) {
		return new ProblemDocument(type.path(), type.title(), type.status().value(), type.description());
	}

	static ProblemDocument of(Cause cause) {
		return new ProblemDocument(FailureType.path(cause), FailureType.title(cause), null,
				FailureType.description(cause));
	}

}
