package org.seldonruns.seldon;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** Stands in for the parser's until it is merged. */
@SuppressWarnings("serial")
public final class ManifestException extends RuntimeException {

	private ManifestException() {
	}

	public Kind kind() {
		return Kind.UNREADABLE;
	}

	public List<Violation> violations() {
		return List.of();
	}

	public enum Kind {

		UNREADABLE, UNACCEPTABLE

	}

	public record Violation(@Nullable String pointer, @Nullable Integer line, @Nullable Integer column, String detail) {
	}

}
