package org.seldonruns.web.waiting;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

/**
 * The preference of a client to wait for a response, {@code Prefer: wait=10} (RFC 7240).
 *
 * @param time the maximum wait, at most {@link #MAX}
 */
public record WaitPreference(Duration time) {

	static final String PREFER = "Prefer";

	public static final String APPLIED = "Preference-Applied";

	/** The limit of preferred waits. */
	static final Duration MAX = Duration.ofSeconds(60);

	/** A header with balanced quotes. */
	private static final Pattern WELL_FORMED = Pattern.compile("(?:[^\"]|\"(?:[^\"\\\\]|\\\\.)*+\")*+");

	/** An element of a list that is separated by commas outside of quotes. */
	private static final Pattern ELEMENT = Pattern.compile("(?:[^\",]|\"(?:[^\"\\\\]|\\\\.)*+\")++");

	private static final Pattern WAIT = Pattern.compile("\\s*wait\\s*=\\s*\"?([0-9]{1,9})\"?\\s*(;.*)?",
			Pattern.CASE_INSENSITIVE);

	/**
	 * Parses the first valid wait preference of a request.
	 * @return the preference; empty if there is none
	 */
	public static Optional<WaitPreference> of(HttpServletRequest request) {
		return Collections.list(request.getHeaders(PREFER))
			.stream()
			.filter(header -> WELL_FORMED.matcher(header).matches())
			.flatMap(header -> ELEMENT.matcher(header).results())
			.map(element -> WAIT.matcher(element.group()))
			.filter(Matcher::matches)
			.map(wait -> Duration.ofSeconds(Long.parseLong(wait.group(1))))
			.map(time -> new WaitPreference((time.compareTo(MAX) < 0) ? time : MAX))
			.findFirst();
	}

	/** Returns the value of {@code Preference-Applied}. */
	public String applied() {
		return "wait=" + time.toSeconds();
	}

}
