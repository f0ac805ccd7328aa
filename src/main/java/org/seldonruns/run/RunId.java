package org.seldonruns.run;

import java.util.UUID;
import java.util.regex.Pattern;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;

/**
 * Names a run. Time-ordered (UUID version 7, RFC 9562), so that ids sort by creation.
 *
 * @param value the UUID
 */
public record RunId(UUID value) {

	// The lower-case canonical form only: one run has one address.
	private static final Pattern CANONICAL = Pattern
		.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

	private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

	/**
	 * Makes a new id.
	 * @return an id that was never given before
	 */
	public static RunId next() {
		return new RunId(GENERATOR.generate());
	}

	/**
	 * Reads an id.
	 * @param text a UUID in its canonical lower-case form
	 * @return the id
	 * @throws IllegalArgumentException where the text is no such UUID
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
