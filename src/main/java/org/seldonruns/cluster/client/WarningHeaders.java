package org.seldonruns.cluster.client;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads {@code Warning} headers (RFC 7234, section 5.5) as the API server sends them: a
 * code, an agent and the text as a quoted string.
 */
final class WarningHeaders {

	private static final Pattern WARNING = Pattern.compile("299 \\S+ \"((?:[^\"\\\\]|\\\\.)*)\"");

	private WarningHeaders() {
	}

	static List<String> texts(List<String> headers) {
		return headers.stream()
			.flatMap(header -> WARNING.matcher(header).results())
			.map(result -> result.group(1).replaceAll("\\\\(.)", "$1"))
			.toList();
	}

}
