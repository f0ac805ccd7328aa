package org.seldonruns.web.text;

import java.util.stream.Collectors;

/** Replaces control characters, which terminals would interpret. */
public final class PrintableText {

	private static final int MAX_QUOTE_LENGTH = 80;

	private PrintableText() {
	}

	/**
	 * Returns whether a character is visible or a space.
	 * @return false for control and format characters, line separators, unpaired
	 * surrogates and unassigned code points
	 */
	public static boolean isPrintable(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED,
					Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
				false;
			default -> true;
		};
	}

	/**
	 * Replaces white space with spaces and other unprintable characters with question
	 * marks.
	 */
	public static String of(String text) {
		StringBuilder printable = new StringBuilder(text.length());
		text.codePoints().forEach(codePoint -> {
			if (Character.isWhitespace(codePoint)) {
				printable.append(' ');
				return;
			}
			printable.appendCodePoint(isPrintable(codePoint) ? codePoint : '?');
		});
		return printable.toString();
	}

	/** Makes each line of a text printable as {@link #of(String)} does. */
	static String lines(String text, String separator) {
		return text.lines().map(PrintableText::of).collect(Collectors.joining(separator));
	}

	/** Quotes the first 80 characters of a value from a client. */
	public static String quoted(String value) {
		return '"' + of((value.length() > MAX_QUOTE_LENGTH) ? value.substring(0, MAX_QUOTE_LENGTH) + "…" : value) + '"';
	}

}
