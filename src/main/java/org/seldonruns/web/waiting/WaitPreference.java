package org.seldonruns.web.waiting;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

/**
 * How long a client would wait for an answer, as RFC 7240 has it:
 * {@code Prefer: wait=10}.
 *
 * @param time how long, at most {@link #LONGEST}
 */
public record WaitPreference(Duration time) {

	static final String PREFER = "Prefer";

	public static final String APPLIED = "Preference-Applied";

	/** The longest wait; whoever prefers a longer one gets this. */
	static final Duration LONGEST = Duration.ofSeconds(60);

	/** A header whose quotes are closed. */
	private static final Pattern READABLE = Pattern.compile("(?:[^\"]|\"(?:[^\"\\\\]|\\\\.)*+\")*+");

	/** What lies between commas, those in quotes not counted. */
	private static final Pattern ELEMENT = Pattern.compile("(?:[^\",]|\"(?:[^\"\\\\]|\\\\.)*+\")++");

	private static final Pattern WAIT = Pattern.compile("\\s*wait\\s*=\\s*\"?([0-9]{1,9})\"?\\s*(;.*)?",
			Pattern.CASE_INSENSITIVE);

	/**
	 * Reads what a request prefers.
	 * @param request with or without a preference
	 * @return the first that asks for a wait; empty where there is none that can be read
	 */
	public static Optional<WaitPreference> of(HttpServletRequest request) {
		return Collections.list(request.getHeaders(PREFER))
			.stream()
			.filter(header -> READABLE.matcher(header).matches())
			.flatMap(header -> ELEMENT.matcher(header).results())
			.map(element -> WAIT.matcher(element.group()))
			.filter(Matcher::matches)
			.map(wait -> Duration.ofSeconds(Long.parseLong(wait.group(1))))
			.map(time -> new WaitPreference((time.compareTo(LONGEST) < 0) ? time : LONGEST))
			.findFirst();
	}

	/**
	 * Says what was made of it.
	 * @return the value of {@code Preference-Applied}
	 */
	public String applied() {
		return "wait=" + time.toSeconds();
	}

}
