package org.seldonruns.web.upload;

import java.util.Collection;

import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.text.PrintableText;
import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;

/** Rejects uploads that are compressed or otherwise encoded. */
public final class ContentEncodingCheck {

	/** The only supported content encoding. */
	public static final String IDENTITY = "identity";

	private ContentEncodingCheck() {
	}

	/**
	 * Rejects a body, or a part of one, with a content encoding other than identity (RFC
	 * 9110, sections 12.5.3 and 15.5.16).
	 */
	static void requireIdentity(Collection<String> headers) {
		headers.stream()
			.flatMap(header -> StringUtils.commaDelimitedListToSet(header).stream())
			.map(String::strip)
			.filter(coding -> !coding.isEmpty() && !coding.equalsIgnoreCase(IDENTITY))
			.findFirst()
			.ifPresent(coding -> {
				throw new ProblemException(ProblemType.UNSUPPORTED_CONTENT_ENCODING,
						"The Content-Encoding %s is not supported; send the upload without compression and without that header."
							.formatted(PrintableText.quoted(coding)))
					.withHeader(HttpHeaders.ACCEPT_ENCODING, IDENTITY)
					.withHeader(UploadType.ACCEPT_POST, UploadType.ALL);
			});
	}

}
