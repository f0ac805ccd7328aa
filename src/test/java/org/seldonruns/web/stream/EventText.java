package org.seldonruns.web.stream;

import java.util.List;
import java.util.stream.Stream;

/**
 * A Server-Sent Event, as a client parses it.
 *
 * @param id the id
 * @param name the type
 * @param data the data
 */
record EventText(String id, String name, String data) {

	/** Parses a stream and ignores comments. */
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
