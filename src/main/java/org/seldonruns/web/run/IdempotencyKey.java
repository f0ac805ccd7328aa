package org.seldonruns.web.run;

import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;

/** Reads the {@code Idempotency-Key} of a request. */
final class IdempotencyKey {

	static final String HEADER = "Idempotency-Key";

	/** The header of a response whose run was started by an earlier request. */
	static final String REPLAYED = "Idempotency-Replayed";

	static final int MAX_LENGTH = 255;

	static final String PATTERN = "^[!-~]([ -~]*[!-~])?$";

	private static final Pattern FORM = Pattern.compile(PATTERN);

	private IdempotencyKey() {
	}

	/**
	 * Returns the key.
	 * @return the key; null if the request has none
	 * @throws ProblemException if the key is invalid or repeated
	 */
	static @Nullable String of(HttpServletRequest request) {
		List<String> values = Collections.list(request.getHeaders(HEADER));
		if (values.isEmpty()) {
			return null;
		}
		String key = values.getFirst().strip();
		if (values.size() > 1 || key.length() > MAX_LENGTH || !FORM.matcher(key).matches()) {
			throw new ProblemException(ProblemType.INVALID_HEADER,
					"%s must have 1 to %d printable ASCII characters and must not be repeated; correct or omit the header."
						.formatted(HEADER, MAX_LENGTH));
		}
		return key;
	}

}
