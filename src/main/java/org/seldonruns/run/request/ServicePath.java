package org.seldonruns.run.request;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Checks paths that are appended to the prefix of the service proxy of the API server. A
 * client or a server on the way may resolve {@code ..}, also an encoded one, and the
 * request would leave the prefix.
 */
public final class ServicePath {

	/** The longest accepted path, in characters. */
	public static final int MAX_LENGTH = 1024;

	/** A segment (RFC 3986, section 3.3). */
	private static final Pattern SEGMENT = Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+");

	private static final Pattern FORBIDDEN = Pattern.compile("\\.{1,2}|.*[/\\\\%\\p{Cntrl}].*", Pattern.DOTALL);

	private ServicePath() {
	}

	/**
	 * Returns why a path is not safe.
	 * @param path a path with percent-encoded segments
	 * @return completes the sentence "the path …"; empty if it is safe
	 */
	public static Optional<String> violation(String path) {
		if (!path.startsWith("/")) {
			return Optional.of("must start with a slash");
		}
		if (path.length() > MAX_LENGTH) {
			return Optional.of("must have at most %d characters".formatted(MAX_LENGTH));
		}
		return List.of(path.substring(1).split("/", -1))
			.stream()
			.flatMap(segment -> violationOfSegment(segment).stream())
			.findFirst();
	}

	private static Optional<String> violationOfSegment(String segment) {
		if (segment.isEmpty()) {
			return Optional.of("must not have an empty segment");
		}
		if (!SEGMENT.matcher(segment).matches()) {
			return Optional.of("must have only unreserved, percent-encoded and sub-delim characters, : and @ between "
					+ "its slashes, and no query or fragment");
		}
		// URLDecoder reads a plus sign as a space, which does not matter here.
		String decoded = URLDecoder.decode(segment, StandardCharsets.UTF_8);
		return FORBIDDEN.matcher(decoded).matches() ? Optional
			.of("must not have a segment . or .., and no slash, backslash, percent sign or control character, encoded or not")
				: Optional.empty();
	}

}
