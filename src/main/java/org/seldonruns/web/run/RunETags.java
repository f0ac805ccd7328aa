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
 * The representations of a run that a client has, as its {@code If-None-Match} says.
 *
 * @param tags the entity tags; empty where the client says nothing
 */
record RunETags(List<ETag> tags) {

	/**
	 * Reads what a client knows.
	 * @param request with the header or without
	 * @return the tags that can be read
	 */
	static RunETags of(HttpServletRequest request) {
		return new RunETags(tags(request, HttpHeaders.IF_NONE_MATCH));
	}

	private static List<ETag> tags(HttpServletRequest request, String header) {
		return Collections.list(request.getHeaders(header))
			.stream()
			.flatMap(value -> ETag.parse(value).stream())
			.toList();
	}

	/**
	 * Rejects a request that is to change another version of a run than the current one.
	 * The tags of all representations of the current version match: tags of runs are
	 * weak, so that the strong comparison of RFC 9110 would let none through.
	 * @param request with or without {@code If-Match}
	 * @param run the run as it stands
	 * @throws ProblemException if the run has changed
	 */
	static void requireMatch(HttpServletRequest request, RunSnapshot run) {
		if (request.getHeader(HttpHeaders.IF_MATCH) == null) {
			return;
		}
		String version = run.version() + "-";
		if (tags(request, HttpHeaders.IF_MATCH).stream()
			.noneMatch(tag -> tag.isWildcard() || tag.tag().startsWith(version))) {
			throw new ProblemException(ProblemType.PRECONDITION_FAILED,
					"The run is not, or no longer, in the version that If-Match names; read it again with GET /runs/%s."
						.formatted(run.id()));
		}
	}

	/**
	 * Returns the tag of one representation of a run. The tag is weak, since the same
	 * representation may be sent compressed or not.
	 * @param run the run with its logs
	 * @param shown the run as the caller may read it
	 * @param type the media type in which it is shown
	 * @return the value of {@code ETag}
	 */
	static String tagOf(RunSnapshot run, RunSnapshot shown, MediaType type) {
		boolean logsHidden = run.hasLogs() && !shown.hasLogs();
		return "W/\"%d-%s%s\"".formatted(run.version(), type.getSubtype(), logsHidden ? "-without-logs" : "");
	}

	/**
	 * Whether the client says what it knows.
	 * @return whether any tag is given
	 */
	boolean areGiven() {
		return !tags.isEmpty();
	}

	/**
	 * Whether the client has the current representation.
	 * @param current its tag
	 * @return whether one of the tags is the same
	 */
	boolean match(String current) {
		ETag tag = ETag.create(current);
		return tags.stream().anyMatch(known -> known.isWildcard() || known.compare(tag, false));
	}

}
