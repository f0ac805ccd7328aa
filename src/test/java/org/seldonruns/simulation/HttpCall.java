package org.seldonruns.simulation;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP request.
 *
 * @param target the path and query
 * @param headers by their names, of which the case does not matter
 */
record HttpCall(String method, String target, Map<String, String> headers, Bytes body) {

	private static final String END_OF_HEAD = "\r\n\r\n";

	/**
	 * Reads a request.
	 * @return the request; null where the connection has ended
	 */
	static @Nullable HttpCall read(InputStream in) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (int next = in.read(); next >= 0; next = in.read()) {
			bytes.write(next);
			if (next == '\n' && bytes.toString(StandardCharsets.ISO_8859_1).endsWith(END_OF_HEAD)) {
				return read(bytes.toString(StandardCharsets.ISO_8859_1).lines().toList(), in);
			}
		}
		return null;
	}

	private static HttpCall read(List<String> head, InputStream in) throws IOException {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (String line : head.subList(1, head.size() - 1)) {
			String[] parts = line.split(":", 2);
			headers.put(parts[0], parts[1].strip());
		}
		byte[] body = "chunked".equalsIgnoreCase(headers.get("Transfer-Encoding")) ? chunks(in)
				: in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
		String[] start = head.getFirst().split(" ", 3);
		return new HttpCall(start[0], start[1], Collections.unmodifiableMap(headers), Bytes.of(body));
	}

	private static byte[] chunks(InputStream in) throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		int size = chunkSize(in);
		while (size > 0) {
			body.write(in.readNBytes(size));
			line(in);
			size = chunkSize(in);
		}
		String trailer = line(in);
		while (!trailer.isEmpty()) {
			trailer = line(in);
		}
		return body.toByteArray();
	}

	private static int chunkSize(InputStream in) throws IOException {
		return Integer.parseInt(line(in).split(";", 2)[0], 16);
	}

	private static String line(InputStream in) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = in.read(); next != '\n'; next = in.read()) {
			if (next < 0) {
				throw new EOFException("the request ends within its body");
			}
			line.write(next);
		}
		return line.toString(StandardCharsets.ISO_8859_1).strip();
	}

	String header(String name) {
		return this.headers.getOrDefault(name, "");
	}

}
