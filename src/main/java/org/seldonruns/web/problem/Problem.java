package org.seldonruns.web.problem;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * What went wrong with a request (RFC 9457).
 *
 * @param type the path at which this kind of problem is documented
 * @param title the kind in a few words
 * @param status the HTTP status
 * @param detail what to change
 * @param instance the path that was asked for
 * @param errors each single thing to change; left out where the detail says it all
 * @param errorId what to look for in the log; only where the fault is the service's own
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "What went wrong with a request (RFC 9457).")
public record Problem(
		@Schema(description = "The kind of problem: the path at which it is documented.", format = "uri-reference",
				example = "/problems/invalid-parameter") String type,
		@Schema(description = "The kind in a few words.", example = "A query parameter cannot be read") String title,
		@Schema(description = "The HTTP status.", example = "400") int status,
		@Schema(description = "What to change.",
				example = "replicas is \"two\"; give a whole number from 1 to 100.") String detail,
		@Schema(description = "The path that was asked for.", format = "uri-reference",
				example = "/runs") @Nullable String instance,
		@Schema(description = "Each single thing to change.") @Nullable List<ProblemError> errors,
		@Schema(description = "What to look for in the service's log.",
				example = "6f1f2b1c-6d0b-4f6c-8f6e-0f1f1a1b2c3d") @Nullable String errorId) {

	public static Problem of(ProblemType type, String detail, @Nullable String instance) {
		return new Problem(type.path(), type.title(), type.status().value(), detail, instance, null, null);
	}

	/**
	 * A problem that has no type of its own, as RFC 9457 wants it.
	 * @param status the HTTP status, which says it all
	 * @param instance the path that was asked for
	 * @return the problem
	 */
	public static Problem of(HttpStatus status, @Nullable String instance) {
		return new Problem("about:blank", status.getReasonPhrase(), status.value(),
				"The server refused the request: " + status.getReasonPhrase() + ".", instance, null, null);
	}

	public static Problem internal(String errorId, @Nullable String instance) {
		ProblemType type = ProblemType.INTERNAL_ERROR;
		return new Problem(type.path(), type.title(), type.status().value(),
				"This is not the request's fault. Whoever runs the service finds what happened under this id in its log: "
						+ errorId,
				instance, null, errorId);
	}

	Problem withErrors(List<ProblemError> found) {
		return new Problem(type, title, status, detail, instance, found.isEmpty() ? null : List.copyOf(found), errorId);
	}

}
