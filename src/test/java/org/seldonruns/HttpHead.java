package org.seldonruns;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The head of a message of HTTP/1.1 (RFC 9112).
 *
 * @param start its first line
 * @param headers the lines after that
 */
record HttpHead(String start, List<String> headers) {

	private static final String END = "\r\n\r\n";

	/** Bounds what is read, in bytes. */
	private static final int LONGEST = 64 * 1024;

	/** Reads a head; none where the connection has ended. */
	static @Nullable HttpHead read(InputStream in) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		int next = in.read();
		while (next >= 0 && bytes.size() < LONGEST) {
			bytes.write(next);
			if (next == '\n' && bytes.toString(StandardCharsets.ISO_8859_1).endsWith(END)) {
				List<String> lines = bytes.toString(StandardCharsets.ISO_8859_1).lines().toList();
				return new HttpHead(lines.getFirst(), lines.subList(1, lines.size() - 1));
			}
			next = in.read();
		}
		return null;
	}

	String word(int index) {
		return List.of(start.split(" ", 3)).get(index);
	}

	private String header(String name) {
		String prefix = name + ":";
		return headers.stream()
			.filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
			.map(line -> line.substring(prefix.length()).strip())
			.findFirst()
			.orElse("");
	}

	int contentLength() {
		String length = header("content-length");
		return length.isEmpty() ? 0 : Integer.parseInt(length);
	}

	boolean upgradesToWebSocket() {
		return "websocket".equalsIgnoreCase(header("upgrade"));
	}

	/**
	 * The headers to hand on.
	 * @param upgrade whether those that are of one connection only are among them
	 */
	String lines(boolean upgrade) {
		List<String> hops = List.of("connection", "upgrade", "http2-settings");
		return headers.stream()
			.filter(line -> upgrade || !hops.contains(line.split(":", 2)[0].toLowerCase(Locale.ROOT)))
			.map(line -> line + "\r\n")
			.collect(Collectors.joining());
	}

}
