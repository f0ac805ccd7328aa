package org.seldonruns.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What comes of an HTTP request.
 *
 * @param status 0 where the connection is cut instead
 * @param headers more header lines
 * @param delay how long after the request it is sent
 * @param watch what is streamed in the place of a body
 */
record HttpAnswer(int status, List<String> headers, String body, Duration delay, @Nullable WatchConnection watch) {

	static final HttpAnswer CUT = new HttpAnswer(0, List.of(), "", Duration.ZERO, null);

	static HttpAnswer json(int status, JsonNode body) {
		return new HttpAnswer(status, List.of("Content-Type: application/json"), body.toString(), Duration.ZERO, null);
	}

	static HttpAnswer text(String body) {
		return new HttpAnswer(200, List.of(), body, Duration.ZERO, null);
	}

	static HttpAnswer watch(WatchConnection watch) {
		// The connection ends with the watch.
		return new HttpAnswer(200, List.of("Content-Type: application/json", "Connection: close"), "", Duration.ZERO,
				watch);
	}

	HttpAnswer withHeader(String line) {
		return new HttpAnswer(this.status, Stream.concat(this.headers.stream(), Stream.of(line)).toList(), this.body,
				this.delay, this.watch);
	}

	HttpAnswer delayed(Duration time) {
		return new HttpAnswer(this.status, this.headers, this.body, time, this.watch);
	}

	/** As it goes over the wire; the head alone for a watch. */
	byte[] bytes() {
		byte[] content = this.body.getBytes(StandardCharsets.UTF_8);
		String length = (this.watch != null) ? "Transfer-Encoding: chunked" : "Content-Length: " + content.length;
		String head = Stream.concat(this.headers.stream(), Stream.of(length))
			.map((line) -> line + "\r\n")
			.collect(Collectors.joining("", "HTTP/1.1 " + this.status + " As Simulated\r\n", "\r\n"));
		return (head + this.body).getBytes(StandardCharsets.UTF_8);
	}

}
