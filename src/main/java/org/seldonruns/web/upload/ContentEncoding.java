package org.seldonruns.web.upload;

import java.util.Collection;

import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.text.PrintableText;

/** Rejects uploads that are compressed or encoded otherwise. */
public final class ContentEncoding {

	/** The one coding that is read. */
	public static final String IDENTITY = "identity";

	private ContentEncoding() {
	}

	/**
	 * Checks that a body, or a part of one, is sent as it is.
	 * @param headers the values of {@code Content-Encoding}
	 * @throws ProblemException if there is another coding than identity (RFC 9110, 12.5.3
	 * and 15.5.16)
	 */
	static void requireIdentity(Collection<String> headers) {
		headers.stream()
			.flatMap(header -> StringUtils.commaDelimitedListToSet(header).stream())
			.map(String::strip)
			.filter(coding -> !coding.isEmpty() && !coding.equalsIgnoreCase(IDENTITY))
			.findFirst()
			.ifPresent(coding -> {
				throw new ProblemException(ProblemType.UNSUPPORTED_CONTENT_ENCODING,
						"The upload has the Content-Encoding %s, which is not read here; send it as it is, without that header."
							.formatted(PrintableText.quoted(coding)))
					.withHeader(HttpHeaders.ACCEPT_ENCODING, IDENTITY)
					.withHeader(UploadType.ACCEPT_POST, UploadType.ALL);
			});
	}

}
