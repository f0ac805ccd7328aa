package org.seldonruns.seldon.manifest;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** Thrown if an upload is not a valid manifest. The message says what to change. */
// Thrown and caught within one process, never serialized.
@SuppressWarnings("serial")
public final class ManifestException extends RuntimeException {

	private static final int SHOWN = 3;

	private final Kind kind;

	private final transient List<Violation> violations;

	private ManifestException(Kind kind, List<Violation> violations) {
		super(sentence(violations));
		this.kind = kind;
		this.violations = List.copyOf(violations);
	}

	static ManifestException unreadable(@Nullable Position position, String detail) {
		return new ManifestException(Kind.UNREADABLE, List.of(violation(position, detail)));
	}

	static ManifestException unacceptable(@Nullable Position position, String detail) {
		return new ManifestException(Kind.UNACCEPTABLE, List.of(violation(position, detail)));
	}

	static ManifestException unacceptable(List<Violation> violations) {
		return new ManifestException(Kind.UNACCEPTABLE, violations);
	}

	/** Returns an exception whose texts name the document that is invalid. */
	public ManifestException about(String document) {
		return new ManifestException(kind,
				violations.stream()
					.map(violation -> new Violation(violation.pointer(), violation.line(), violation.column(),
							document + ": " + violation.detail()))
					.toList());
	}

	private static Violation violation(@Nullable Position position, String detail) {
		if (position == null) {
			return new Violation(null, null, null, detail);
		}
		return new Violation(null, position.line(), position.column(), detail);
	}

	private static String sentence(List<Violation> violations) {
		String shown = violations.stream().limit(SHOWN).map(Violation::sentence).collect(Collectors.joining(" "));
		int more = violations.size() - SHOWN;
		return (more > 0) ? "%s (%d more errors.)".formatted(shown, more) : shown;
	}

	/**
	 * Returns whether the upload could not be parsed or is not an acceptable
	 * SeldonDeployment.
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * Returns the violations in the order of the checks: 1 to
	 * {@value Violations#MAXIMUM}.
	 */
	public List<Violation> violations() {
		return this.violations;
	}

	public enum Kind {

		/** The upload is not a YAML or JSON document. */
		UNREADABLE,

		/** The document is not an acceptable SeldonDeployment. */
		UNACCEPTABLE

	}

	/**
	 * One error. Errors of the text have a line and a column, errors of the document a
	 * pointer.
	 *
	 * @param pointer the JSON pointer (RFC 6901) to the value, empty for the whole
	 * document
	 * @param line the line, from 1
	 * @param column the column, from 1
	 * @param detail a sentence that says what to change
	 */
	public record Violation(@Nullable String pointer, @Nullable Integer line, @Nullable Integer column, String detail) {

		private String sentence() {
			if (this.line == null) {
				return this.detail;
			}
			return "Line %d, column %d: %s".formatted(this.line, this.column, this.detail);
		}

	}

}
