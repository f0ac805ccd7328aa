package org.seldonruns.seldon.manifest;

/** A place in an upload. Lines and columns count from 1. */
record Position(int line, int column) {

	/** Returns the position of a character in a text. Columns count code points. */
	static Position of(String text, int index) {
		String[] lines = text.substring(0, index).split("\r\n|\r|\n", -1);
		String last = lines[lines.length - 1];
		return new Position(lines.length, last.codePointCount(0, last.length()) + 1);
	}

}
