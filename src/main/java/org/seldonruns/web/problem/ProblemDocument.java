package org.seldonruns.web.problem;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import org.seldonruns.run.Cause;
import org.seldonruns.web.view.FailureType;

/**
 * What one type of problem means.
 *
 * @param type the type, which is the path of this very document
 * @param title the kind in a few words
 * @param status the HTTP status that it comes with; null where it says why a run failed
 * @param description what it means and what to do
 */
@Schema(name = "ProblemType", description = "What one type of problem means.")
public record ProblemDocument(
		@Schema(description = "The type, which is the path of this very document.", format = "uri-reference",
				example = "/problems/run-not-found") String type,
		@Schema(description = "The kind in a few words.", example = "There is no such run") String title,
		@Schema(description = "The HTTP status that it comes with; null where it says why a run failed.",
				example = "404") @Nullable Integer status,
		@Schema(description = "What it means and what to do.",
				example = "No run of this id is in the history.") String description) {

	static ProblemDocument of(ProblemType type) {
		return new ProblemDocument(type.path(), type.title(), type.status().value(), type.description());
	}

	static ProblemDocument of(Cause cause) {
		return new ProblemDocument(FailureType.path(cause), FailureType.title(cause), null,
				FailureType.description(cause));
	}

}
