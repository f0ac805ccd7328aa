package org.seldonruns.web.run;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;
import org.seldonruns.web.problem.ProblemAdvice;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;

/**
 * Chooses the media type of a response whose headers or status depend on it. Spring
 * itself chooses only when it writes the body.
 */
public final class MediaTypeSelection {

	private MediaTypeSelection() {
	}

	/**
	 * Returns the available type that the request prefers.
	 * @param request the request
	 * @param available the types that the operation produces, the default first
	 * @return one of the available types
	 * @throws ProblemException if the request accepts none of them
	 */
	public static MediaType of(HttpServletRequest request, MediaType... available) {
		try {
			List<MediaType> accepted = MediaType
				.parseMediaTypes(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
			if (accepted.isEmpty()) {
				return available[0];
			}
			MimeTypeUtils.sortBySpecificity(accepted);
			return accepted.stream()
				.flatMap(type -> Stream.of(available).filter(type::isCompatibleWith))
				.findFirst()
				.orElseThrow(() -> notAcceptable(List.of(available)));
		}
		catch (InvalidMediaTypeException exception) {
			throw notAcceptable(List.of());
		}
	}

	private static ProblemException notAcceptable(List<MediaType> available) {
		return new ProblemException(ProblemType.NOT_ACCEPTABLE, ProblemAdvice.notAcceptable(available));
	}

}
