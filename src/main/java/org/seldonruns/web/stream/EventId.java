package org.seldonruns.web.stream;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.text.PrintableText;

/**
 * Names an event of a stream, so that a client that lost its connection can resume.
 *
 * @param number what the client has seen: all changes up to that
 * @param end whether it has seen the end, too
 */
record EventId(long number, boolean end) {

	/** Before all. */
	static final EventId NONE = new EventId(0, false);

	static final String LAST_EVENT_ID = "Last-Event-ID";

	static final String PATTERN = "^([0-9]{1,18})(-end)?$";

	private static final Pattern FORM = Pattern.compile(PATTERN);

	static EventId of(long number) {
		return new EventId(number, false);
	}

	/**
	 * Reads what a client saw last.
	 * @param request which resumes a stream, or does not
	 * @return the id, or none
	 * @throws ProblemException where it is no event's id
	 */
	static EventId last(HttpServletRequest request) {
		String header = Optional.ofNullable(request.getHeader(LAST_EVENT_ID)).orElse("").strip();
		// Browsers leave the header out, others send it empty, when they have seen
		// nothing.
		if (header.isEmpty()) {
			return NONE;
		}
		Matcher matcher = FORM.matcher(header);
		if (!matcher.matches()) {
			throw new ProblemException(ProblemType.INVALID_HEADER,
					"%s is %s; give the id of an event of this stream, unchanged, or leave the header out."
						.formatted(LAST_EVENT_ID, PrintableText.quoted(header)));
		}
		return new EventId(Long.parseLong(matcher.group(1)), matcher.group(2) != null);
	}

	@Override
	public String toString() {
		return end ? number + "-end" : Long.toString(number);
	}

}
