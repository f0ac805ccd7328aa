package org.seldonruns.web.stream;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.text.PrintableText;

/**
 * The id of an event, with which a client can resume a stream.
 *
 * @param number the number of the last change that the client has received
 * @param end whether the client has received the end of the stream
 */
record EventId(long number, boolean end) {

	/** The position before the first change. */
	static final EventId NONE = new EventId(0, false);

	static final String LAST_EVENT_ID = "Last-Event-ID";

	static final String PATTERN = "^([0-9]{1,18})(-end)?$";

	private static final Pattern FORM = Pattern.compile(PATTERN);

	static EventId of(long number) {
		return new EventId(number, false);
	}

	/**
	 * Parses {@code Last-Event-ID}.
	 * @return the id; {@link #NONE} if the header is missing or empty
	 * @throws ProblemException if it is not the id of an event
	 */
	static EventId last(HttpServletRequest request) {
		String header = Optional.ofNullable(request.getHeader(LAST_EVENT_ID)).orElse("").strip();
		// Before the first event, browsers omit the header and other clients send it
		// empty.
		if (header.isEmpty()) {
			return NONE;
		}
		Matcher matcher = FORM.matcher(header);
		if (!matcher.matches()) {
			throw new ProblemException(ProblemType.INVALID_HEADER,
					"%s is %s; it must be the id of an event of this stream. Correct or omit the header."
						.formatted(LAST_EVENT_ID, PrintableText.quoted(header)));
		}
		return new EventId(Long.parseLong(matcher.group(1)), matcher.group(2) != null);
	}

	@Override
	public String toString() {
		return end ? number + "-end" : Long.toString(number);
	}

}
