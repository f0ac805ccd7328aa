package org.seldonruns.run;

import java.util.UUID;
import java.util.regex.Pattern;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;

/**
 * The id of a run. UUIDs of version 7 (RFC 9562) sort by time of creation.
 *
 * @param value the UUID
 */
public record RunId(UUID value) {

	// Only the canonical form in lower case: each run has one address.
	private static final Pattern CANONICAL = Pattern
		.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

	private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

	/**
	 * Creates a new id.
	 * @return a unique id
	 */
	public static RunId next() {
		return new RunId(GENERATOR.generate());
	}

	/**
	 * Parses an id.
	 * @param text a UUID in its canonical lower-case form
	 * @return the id
	 * @throws IllegalArgumentException if the text is not such a UUID
	 */
	public static RunId parse(String text) {
		if (!CANONICAL.matcher(text).matches()) {
			throw new IllegalArgumentException("not a UUID in lower case: " + text);
		}
		return new RunId(UUID.fromString(text));
	}

	@Override
	public String toString() {
		return value.toString();
	}

}
