package org.seldonruns.web.run;

import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;

/** Reads by which key a client would know its request again. */
final class IdempotencyKey {

	static final String HEADER = "Idempotency-Key";

	/** Says that an earlier request has started the run. */
	static final String REPLAYED = "Idempotency-Replayed";

	/** The most characters of a key. */
	static final int LONGEST = 255;

	static final String PATTERN = "^[!-~]([ -~]*[!-~])?$";

	private static final Pattern FORM = Pattern.compile(PATTERN);

	private IdempotencyKey() {
	}

	/**
	 * Reads the key.
	 * @param request with or without one
	 * @return the key; null where there is none
	 * @throws ProblemException where it is not as it has to be
	 */
	static @Nullable String of(HttpServletRequest request) {
		List<String> given = Collections.list(request.getHeaders(HEADER));
		if (given.isEmpty()) {
			return null;
		}
		String key = given.getFirst().strip();
		if (given.size() > 1 || key.length() > LONGEST || !FORM.matcher(key).matches()) {
			throw new ProblemException(ProblemType.INVALID_HEADER,
					"%s is no key; give one of 1 to %d printable ASCII characters, once, or leave the header out."
						.formatted(HEADER, LONGEST));
		}
		return key;
	}

}
