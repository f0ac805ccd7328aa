package org.seldonruns.web;

import java.util.Collections;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ETag;
import org.springframework.http.HttpHeaders;

import org.seldonruns.run.RunSnapshot;

/**
 * What a client knows of a run, as its {@code If-None-Match} says.
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
	 * The tag of a run as it stands. It is a weak one, since JSON and text share it.
	 * @param run the run
	 * @return the value of {@code ETag}
	 */
	static String tagOf(RunSnapshot run) {
		return "W/\"%d\"".formatted(run.version());
	}

	/**
	 * Whether the client says what it knows.
	 * @return whether any tag is given
	 */
	boolean areGiven() {
		return !tags.isEmpty();
	}

	/**
	 * Whether the client knows a run as it stands.
	 * @param run the run
	 * @return whether one of the tags is the run's
	 */
	boolean match(RunSnapshot run) {
		ETag current = ETag.create(tagOf(run));
		return tags.stream().anyMatch(tag -> tag.isWildcard() || tag.compare(current, false));
	}

}
