package org.seldonruns.web.stream;

import java.util.List;
import java.util.stream.Stream;

/**
 * One Server-Sent Event, as a client reads it.
 *
 * @param id what it is resumed with
 * @param name its type
 * @param data what it carries
 */
record EventText(String id, String name, String data) {

	/** Reads a stream; comments are passed over. */
	static List<EventText> read(String stream) {
		return Stream.of(stream.split("\n\n"))
			.filter(event -> event.contains("data:"))
			.map(event -> new EventText(field(event, "id"), field(event, "event"), field(event, "data")))
			.toList();
	}

	private static String field(String event, String name) {
		return event.lines()
			.filter(line -> line.startsWith(name + ":"))
			.map(line -> line.substring(name.length() + 1))
			.findFirst()
			.orElse("");
	}

}
