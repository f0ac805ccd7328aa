package org.seldonruns.web.run;

import java.util.List;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.context.request.ServletWebRequest;
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
	 * @param available the types that the operation produces, the default first
	 * @throws ProblemException if the request accepts none of them
	 */
	public static MediaType of(HttpServletRequest request, MediaType... available) {
		try {
			return new HeaderContentNegotiationStrategy().resolveMediaTypes(new ServletWebRequest(request))
				.stream()
				.flatMap(type -> Stream.of(available).filter(type::isCompatibleWith))
				.findFirst()
				.orElseThrow(() -> notAcceptable(List.of(available)));
		}
		catch (HttpMediaTypeNotAcceptableException malformed) {
			throw notAcceptable(List.of());
		}
	}

	private static ProblemException notAcceptable(List<MediaType> available) {
		return new ProblemException(ProblemType.NOT_ACCEPTABLE, ProblemAdvice.notAcceptable(available));
	}

}
