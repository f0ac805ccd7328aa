package org.seldonruns.web.problem;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/** The problem document of a failed request (RFC 9457). */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "The error of a failed request (RFC 9457).")
public record Problem(
		@Schema(description = "The path that documents this type of problem.", format = "uri-reference",
				example = "/problems/invalid-parameter") String type,
		@Schema(description = "The type in a few words.", example = "Invalid query parameter") String title,
		@Schema(description = "The HTTP status code.", example = "400") int status,
		@Schema(description = "What is wrong and how to correct it.",
				example = "replicas is \"two\"; it must be an integer from 1 to 100.") String detail,
		@Schema(description = "The path of the request.", format = "uri-reference",
				example = "/runs") @Nullable String instance,
		@Schema(description = "The individual errors in the request.") @Nullable List<ProblemError> errors,
		@Schema(description = "The id of an internal error in the log of the service.",
				example = "6f1f2b1c-6d0b-4f6c-8f6e-0f1f1a1b2c3d") @Nullable String errorId) {

	public static Problem of(ProblemType type, String detail, @Nullable String instance) {
		return new Problem(type.path(), type.title(), type.status().value(), detail, instance, null, null);
	}

	/**
	 * Creates a problem of the type {@code about:blank}, whose title is that of the
	 * status.
	 */
	public static Problem of(HttpStatus status, @Nullable String instance) {
		return new Problem("about:blank", status.getReasonPhrase(), status.value(),
				"The server rejected the request: " + status.getReasonPhrase() + ".", instance, null, null);
	}

	public static Problem internal(String errorId, @Nullable String instance) {
		ProblemType type = ProblemType.INTERNAL_ERROR;
		return new Problem(type.path(), type.title(), type.status().value(),
				"The service failed unexpectedly. Its log has the details under the id " + errorId + ".", instance,
				null, errorId);
	}

	Problem withErrors(List<ProblemError> all) {
		return new Problem(type, title, status, detail, instance, all.isEmpty() ? null : List.copyOf(all), errorId);
	}

}
