package org.seldonruns.web.text;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Aligns columns like {@code kubectl}. Items are rendered twice, once to measure the
 * widths and once to write them, so that the rows of a long table are not held in memory.
 */
record TextTable<T>(List<List<String>> heading, String indent, String gap, List<T> items,
		Function<T, Stream<String>> cells) {

	/**
	 * Creates a table like that of {@code kubectl get}.
	 * @param cells renders the cells of an item, as many as titles
	 */
	static <T> TextTable<T> plain(List<String> titles, List<T> items, Function<T, Stream<String>> cells) {
		return new TextTable<>(List.of(titles), "", "   ", items, cells);
	}

	/**
	 * Creates a table like that of {@code kubectl describe}: indented, with underlined
	 * titles.
	 * @param cells renders the cells of an item, as many as titles
	 */
	static <T> TextTable<T> underlined(List<String> titles, List<T> items, Function<T, Stream<String>> cells) {
		List<String> lines = titles.stream().map(title -> "-".repeat(title.length())).toList();
		return new TextTable<>(List.of(titles, lines), "  ", "  ", items, cells);
	}

	void writeTo(Appendable text) throws IOException {
		int[] widths = new int[heading.getFirst().size()];
		heading.forEach(row -> widen(widths, row));
		items.forEach(item -> widen(widths, row(item)));
		for (List<String> row : heading) {
			write(text, row, widths);
		}
		for (T item : items) {
			write(text, row(item), widths);
		}
	}

	private List<String> row(T item) {
		return cells.apply(item).map(PrintableText::of).toList();
	}

	private static void widen(int[] widths, List<String> row) {
		Arrays.setAll(widths, column -> Math.max(widths[column], length(row.get(column))));
	}

	private void write(Appendable text, List<String> row, int[] widths) throws IOException {
		StringBuilder line = new StringBuilder(indent);
		for (int column = 0; column < widths.length; column++) {
			String cell = row.get(column);
			line.append(cell).repeat(' ', widths[column] - length(cell)).append(gap);
		}
		text.append(line.toString().stripTrailing()).append('\n');
	}

	private static int length(String cell) {
		return cell.codePointCount(0, cell.length());
	}

}
