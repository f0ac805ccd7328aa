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
 * An HTTP answer that is read as text, and can be let go of while its body still comes:
 * the library's own reading of texts goes on to the end of the body, which may never
 * come.
 */
final class TextResponse {

	/** Far beyond what the API server stores as one object, in bytes. */
	private static final int LONGEST = 16 * 1024 * 1024;

	private final ByteArrayOutputStream text = new ByteArrayOutputStream();

	private final CompletableFuture<HttpResponse<AsyncBody>> response;

	private TextResponse(HttpClient client, HttpRequest request) {
		this.response = client.consumeBytes(request, this::take);
	}

	static TextResponse to(HttpClient client, HttpRequest request) {
		return new TextResponse(client, request);
	}

	private void take(List<ByteBuffer> buffers, AsyncBody body) {
		for (ByteBuffer buffer : buffers) {
			byte[] bytes = new byte[buffer.remaining()];
			buffer.get(bytes);
			text.writeBytes(bytes);
		}
		if (text.size() > LONGEST) {
			body.cancel();
			return;
		}
		body.consume();
	}

	/**
	 * Waits for the whole answer.
	 * @return completes with the answer; {@link #text()} has its body then
	 */
	CompletableFuture<HttpResponse<AsyncBody>> whole() {
		return response.thenCompose(head -> {
			head.body().consume();
			return head.body().done().thenApply(nothing -> head);
		});
	}

	String text() {
		return text.toString(StandardCharsets.UTF_8);
	}

	/** Lets go of what has not come yet, and of its connection. */
	void abandon() {
		var unused = response.thenAccept(head -> head.body().cancel());
	}

}
