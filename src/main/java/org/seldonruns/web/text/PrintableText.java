package org.seldonruns.web.text;

import java.util.stream.Collectors;

/** Keeps out of sight what a terminal would act on rather than show. */
public final class PrintableText {

	private static final int LONGEST_QUOTE = 80;

	private PrintableText() {
	}

	/**
	 * Whether a character has a shape of its own.
	 * @param codePoint a Unicode code point
	 * @return false for controls, invisible formatting, line ends but for the space,
	 * halves of surrogate pairs and what is not assigned
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
	 * A line that can be shown.
	 * @param text any text
	 * @return the text on one line, with a question mark for each character that cannot
	 * be shown
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

	/**
	 * Lines that can be shown.
	 * @param text any text
	 * @param separator what to put between the lines
	 * @return each line as {@link #of(String)} has it
	 */
	static String lines(String text, String separator) {
		return text.lines().map(PrintableText::of).collect(Collectors.joining(separator));
	}

	/**
	 * Quotes a value that a client sent.
	 * @param value any text
	 * @return its first characters as {@link #of(String)} has them, between quotation
	 * marks
	 */
	public static String quoted(String value) {
		return '"' + of((value.length() > LONGEST_QUOTE) ? value.substring(0, LONGEST_QUOTE) + "…" : value) + '"';
	}

}
