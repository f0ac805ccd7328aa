package org.seldonruns.web.run;

import java.util.Collections;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ETag;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

import org.seldonruns.run.RunSnapshot;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;

/**
 * The entity tags in the {@code If-None-Match} of a request.
 *
 * @param tags the tags; empty if the header is missing
 */
record RunPreconditions(List<ETag> tags) {

	static RunPreconditions of(HttpServletRequest request) {
		return new RunPreconditions(tags(request, HttpHeaders.IF_NONE_MATCH));
	}

	private static List<ETag> tags(HttpServletRequest request, String header) {
		return Collections.list(request.getHeaders(header))
			.stream()
			.flatMap(value -> ETag.parse(value).stream())
			.toList();
	}

	/**
	 * Rejects a request whose {@code If-Match} does not name the current version of a
	 * run. The tags of all its representations match: they are weak and would never match
	 * in the strong comparison of RFC 9110.
	 */
	static void requireMatch(HttpServletRequest request, RunSnapshot run) {
		if (request.getHeader(HttpHeaders.IF_MATCH) == null) {
			return;
		}
		String version = run.version() + "-";
		if (tags(request, HttpHeaders.IF_MATCH).stream()
			.noneMatch(tag -> tag.isWildcard() || tag.tag().startsWith(version))) {
			throw new ProblemException(ProblemType.PRECONDITION_FAILED,
					"If-Match does not name the current version of the run; read it again with GET /runs/%s."
						.formatted(run.id()));
		}
	}

	/**
	 * Returns the tag of one representation of a run. The tag is weak, since the same
	 * representation may be sent compressed or not.
	 */
	static String tagOf(RunSnapshot run, RunSnapshot redacted, MediaType type) {
		boolean logsHidden = run.hasLogs() && !redacted.hasLogs();
		boolean answersHidden = run.hasAnswers() && !redacted.hasAnswers();
		return "W/\"%d-%s%s%s\"".formatted(run.version(), type.getSubtype(), logsHidden ? "-without-logs" : "",
				answersHidden ? "-without-answers" : "");
	}

	boolean arePresent() {
		return !tags.isEmpty();
	}

	/** Returns whether the client has the current representation. */
	boolean match(String current) {
		ETag tag = ETag.create(current);
		return tags.stream().anyMatch(candidate -> candidate.isWildcard() || candidate.compare(tag, false));
	}

}
