package org.seldonruns.web.problem;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import org.seldonruns.run.Cause;
import org.seldonruns.web.view.CauseDocumentation;

@Schema(name = "ProblemType", description = "The documentation of a problem type.")
public record ProblemTypeDocumentation(
		@Schema(description = "The type, which is the path of this document.", format = "uri-reference",
				example = "/problems/run-not-found") String type,
		@Schema(description = "The type in a few words.", example = "Run not found") String title,
		@Schema(description = "The HTTP status code; null for the cause of a failed run.",
				example = "404") @Nullable Integer status,
		@Schema(description = "The meaning and what to do.",
				example = "The history has no run with this id.") String description) {

	static ProblemTypeDocumentation of(ProblemType type) {
		return new ProblemTypeDocumentation(type.path(), type.title(), type.status().value(), type.description());
	}

	static ProblemTypeDocumentation of(Cause cause) {
		return new ProblemTypeDocumentation(CauseDocumentation.path(cause), CauseDocumentation.title(cause), null,
				CauseDocumentation.description(cause));
	}

}
