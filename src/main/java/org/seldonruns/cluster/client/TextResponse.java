package org.seldonruns.cluster.client;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;

/**
 * Reads an HTTP response as text. The read can be cancelled and is limited in size;
 * fabric8's own read waits for the end of the body.
 */
final class TextResponse {

	/** Far more than the largest object that the API server stores, in bytes. */
	private static final int MAX_SIZE = 16 * 1024 * 1024;

	private final ByteArrayOutputStream text = new ByteArrayOutputStream();

	private final CompletableFuture<HttpResponse<AsyncBody>> response;

	TextResponse(HttpClient client, HttpRequest request) {
		this.response = client.consumeBytes(request, this::take);
	}

	private void take(List<ByteBuffer> buffers, AsyncBody body) {
		for (ByteBuffer buffer : buffers) {
			byte[] bytes = new byte[buffer.remaining()];
			buffer.get(bytes);
			text.writeBytes(bytes);
		}
		if (text.size() > MAX_SIZE) {
			body.cancel();
			return;
		}
		body.consume();
	}

	/** Waits for the whole response, of which {@link #text()} is the body. */
	CompletableFuture<HttpResponse<AsyncBody>> whole() {
		return response.thenCompose(head -> {
			head.body().consume();
			return head.body().done().thenApply(nothing -> head);
		});
	}

	String text() {
		return text.toString(StandardCharsets.UTF_8);
	}

	/** Cancels the read and frees its stream. */
	void abandon() {
		var unused = response.thenAccept(head -> head.body().cancel());
	}

}
