package org.seldonruns.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Aligns columns, indented by two and two apart, as {@code kubectl describe} does. */
final class TextTable {

	private static final String GAP = "  ";

	private final List<List<String>> rows = new ArrayList<>();

	TextTable(String... titles) {
		rows.add(List.of(titles));
		rows.add(Arrays.stream(titles).map(title -> "-".repeat(title.length())).toList());
	}

	/**
	 * Adds a row.
	 * @param cells as many as there are titles
	 */
	void row(String... cells) {
		rows.add(Stream.of(cells).map(PrintableText::of).toList());
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		for (List<String> row : rows) {
			StringBuilder line = new StringBuilder();
			for (int column = 0; column < row.size(); column++) {
				line.append(GAP).append(padded(row.get(column), column));
			}
			text.append(line.toString().stripTrailing()).append('\n');
		}
		return text.toString();
	}

	private String padded(String cell, int column) {
		int width = rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
		return cell + " ".repeat(width - length(cell));
	}

	private static int length(String cell) {
		return cell.codePointCount(0, cell.length());
	}

}
