package org.seldonruns.simulation;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The response to an HTTP request.
 *
 * @param status 0 to send nothing at all
 * @param headers header lines besides the length of the body
 * @param sent how many bytes of the body are sent; {@code Content-Length} counts all
 * @param delay how long after the request it is sent
 * @param ending what happens to the connection afterwards
 * @param watch what is streamed in the place of a body
 */
record HttpAnswer(int status, List<String> headers, Bytes body, int sent, Duration delay, Ending ending,
		@Nullable WatchConnection watch) {

	/** Closes the connection without a response. */
	static final HttpAnswer CUT = of(0, List.of(), Bytes.NONE).endingWith(0, Ending.CLOSED);

	static HttpAnswer of(int status, List<String> headers, Bytes body) {
		return new HttpAnswer(status, headers, body, body.length(), Duration.ZERO, Ending.COMPLETE, null);
	}

	static HttpAnswer json(int status, JsonNode body) {
		return of(status, List.of("Content-Type: application/json"), Bytes.of(body.toString()));
	}

	static HttpAnswer text(String body) {
		return of(200, List.of(), Bytes.of(body));
	}

	static HttpAnswer refusal(Refusal refusal) {
		HttpAnswer answer = json(refusal.status().getCode(), Json.of(refusal.status()));
		return (answer.status == 429) ? answer.withHeader("Retry-After: 1") : answer;
	}

	static HttpAnswer watch(WatchConnection watch) {
		// The connection ends with the watch.
		return new HttpAnswer(200, List.of("Content-Type: application/json", "Connection: close"), Bytes.NONE, 0,
				Duration.ZERO, Ending.CLOSED, watch);
	}

	HttpAnswer withHeader(String line) {
		return withHeaders(Stream.concat(this.headers.stream(), Stream.of(line)).toList());
	}

	HttpAnswer mapHeaders(UnaryOperator<String> mapping) {
		return withHeaders(this.headers.stream().map(mapping).toList());
	}

	HttpAnswer delayed(Duration time) {
		return new HttpAnswer(this.status, this.headers, this.body, this.sent, this.delay.plus(time), this.ending,
				this.watch);
	}

	HttpAnswer endingWith(int sent, Ending ending) {
		return new HttpAnswer(this.status, this.headers, this.body, Math.min(sent, this.body.length()), this.delay,
				ending, this.watch);
	}

	private HttpAnswer withHeaders(List<String> lines) {
		return new HttpAnswer(this.status, lines, this.body, this.sent, this.delay, this.ending, this.watch);
	}

	/** As it goes over the wire; the head alone for a watch. */
	byte[] bytes() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		if (this.status != 0) {
			String length = (this.watch != null) ? "Transfer-Encoding: chunked"
					: "Content-Length: " + this.body.length();
			String head = Stream.concat(this.headers.stream(), Stream.of(length))
				.map((line) -> line + "\r\n")
				.collect(Collectors.joining("", "HTTP/1.1 " + this.status + " As Simulated\r\n", "\r\n"));
			bytes.writeBytes(head.getBytes(StandardCharsets.UTF_8));
			bytes.write(this.body.toArray(), 0, this.sent);
		}
		return bytes.toByteArray();
	}

	/** What happens to a connection after a response. */
	enum Ending {

		/** It accepts the next request. */
		COMPLETE,

		/** The server closes it. */
		CLOSED,

		/**
		 * The server sends nothing more and leaves it open until the client closes it.
		 */
		STALLED

	}

}
