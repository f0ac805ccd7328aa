package org.seldonruns.web;

import java.util.Collections;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ETag;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

import org.seldonruns.run.RunSnapshot;

/**
 * The representations of a run that a client has, as its {@code If-None-Match} says.
 *
 * @param tags the entity tags; empty where the client says nothing
 */
record RunTags(List<ETag> tags) {

	/**
	 * Reads what a client knows.
	 * @param request with the header or without
	 * @return the tags that can be read
	 */
	static RunTags of(HttpServletRequest request) {
		return new RunTags(Collections.list(request.getHeaders(HttpHeaders.IF_NONE_MATCH))
			.stream()
			.flatMap(header -> ETag.parse(header).stream())
			.toList());
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
