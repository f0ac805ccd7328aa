package org.seldonruns.cluster.client;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;

/**
 * Reads an HTTP response up to a limit. The read can be cancelled; fabric8's own read
 * waits for the end of the body.
 */
final class BoundedResponse {

	private final int limit;

	private final int keep;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final CompletableFuture<HttpResponse<AsyncBody>> response;

	private int size;

	private boolean truncated;

	/**
	 * Sends a request.
	 * @param limit the number of bytes of the body to read
	 * @param keep the number of bytes to keep
	 */
	BoundedResponse(HttpClient client, HttpRequest request, int limit, int keep) {
		this.limit = limit;
		this.keep = keep;
		this.response = client.consumeBytes(request, this::take);
	}

	private void take(List<ByteBuffer> buffers, AsyncBody body) {
		for (ByteBuffer buffer : buffers) {
			int read = Math.min(buffer.remaining(), limit - size);
			truncated |= read < buffer.remaining();
			byte[] kept = new byte[Math.clamp(keep - size, 0, read)];
			buffer.get(kept);
			bytes.writeBytes(kept);
			size += read;
		}
		if (truncated) {
			body.cancel();
			return;
		}
		body.consume();
	}

	/**
	 * Waits for the whole response, the start of whose body is {@link #text()}. Fails if
	 * the body is truncated.
	 */
	CompletableFuture<HttpResponse<AsyncBody>> whole() {
		return response.thenCompose(head -> {
			head.body().consume();
			return head.body().done().thenApply(nothing -> head);
		});
	}

	/** Returns the head of the response, if it has arrived. */
	Optional<HttpResponse<AsyncBody>> head() {
		return response.isCompletedExceptionally() ? Optional.empty() : Optional.ofNullable(response.getNow(null));
	}

	/** Returns whether the body is larger than the limit. */
	boolean isTruncated() {
		return truncated;
	}

	/** Returns the number of bytes that were read. */
	int size() {
		return size;
	}

	/** Returns the bytes that were kept, as UTF-8. */
	String text() {
		return bytes.toString(StandardCharsets.UTF_8);
	}

	/** Cancels the read and frees its stream. */
	void abandon() {
		var unused = response.thenAccept(head -> head.body().cancel());
	}

}
