package org.seldonruns.web;

import java.util.Collections;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;

/**
 * Chooses the media type of a response whose headers or status depend on it. Spring
 * itself chooses only when it writes the body.
 */
final class ChosenType {

	private ChosenType() {
	}

	/**
	 * Returns the served type that the request prefers.
	 * @param request whose {@code Accept} the mapping has accepted already
	 * @param served the types that the operation produces, the default first
	 * @return one of the served types
	 */
	static MediaType of(HttpServletRequest request, MediaType... served) {
		List<MediaType> accepted = MediaType.parseMediaTypes(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
		MimeTypeUtils.sortBySpecificity(accepted);
		return accepted.stream()
			.flatMap(type -> List.of(served).stream().filter(type::isCompatibleWith))
			.findFirst()
			.orElse(served[0]);
	}

}
