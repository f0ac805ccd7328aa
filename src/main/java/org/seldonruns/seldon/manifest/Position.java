package org.seldonruns.seldon.manifest;

/**
 * A place in an upload.
 *
 * @param line the line, from 1
 * @param column the column, from 1
 */
record Position(int line, int column) {

	/** Returns the position of a character in a text. Columns count code points. */
	static Position of(CharSequence text, int index) {
		int line = 1;
		int column = 1;
		for (int i = 0; i < index; i++) {
			char character = text.charAt(i);
			if (character == '\n' || (character == '\r' && !isLineFeed(text, i + 1))) {
				line++;
				column = 1;
			}
			else if (!Character.isLowSurrogate(character)) {
				column++;
			}
		}
		return new Position(line, column);
	}

	private static boolean isLineFeed(CharSequence text, int index) {
		return index < text.length() && text.charAt(index) == '\n';
	}

}
