package org.seldonruns.cluster;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Sends single requests and sorts the answers. The typed client is not used for these,
 * since it does not hand on the {@code Warning} headers.
 */
@Component
class ApiServer {

	private static final int NOT_FOUND = 404;

	private final KubernetesClient client;

	private final Duration requestTimeout;

	ApiServer(KubernetesClient client, ClusterSettings settings) {
		this.client = client;
		this.requestTimeout = settings.requestTimeout();
	}

	/**
	 * Sends a request.
	 * @param <T> what an accepted request brings
	 * @param method the HTTP method
	 * @param path the path and query
	 * @param contentType the media type of the body
	 * @param body what to send as JSON; none for a request without a body
	 * @param read reads the body of an accepted request
	 * @return how it ended
	 */
	<T> Answer<T> send(String method, String path, String contentType, @Nullable Object body,
			Function<String, T> read) {
		HttpRequest request = client.getHttpClient()
			.newHttpRequestBuilder()
			.uri(URI.create(client.getMasterUrl().toString()).resolve(path))
			.method(method, contentType, (body != null) ? client.getKubernetesSerialization().asJson(body) : null)
			.build();
		// Not the request's own time-out, which ends at the headers of an answer: a body
		// may hang too.
		CompletableFuture<HttpResponse<String>> response = client.getHttpClient().sendAsync(request, String.class);
		try {
			return sort(response.get(requestTimeout.toMillis(), TimeUnit.MILLISECONDS), read);
		}
		catch (ExecutionException ex) {
			return new Answer.Unavailable<>("the API server could not be reached: " + words(ex.getCause()), null);
		}
		catch (TimeoutException ex) {
			response.cancel(true);
			return new Answer.Unavailable<>("the API server did not answer in time", null);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new Answer.Unavailable<>("interrupted while waiting for the API server", null);
		}
	}

	private <T> Answer<T> sort(HttpResponse<String> response, Function<String, T> read) {
		if (response.isSuccessful()) {
			return new Answer.Accepted<>(read.apply(response.body()),
					WarningHeaders.texts(response.headers("Warning")));
		}
		Optional<Status> status = status(response.body());
		String message = status.map(Status::getMessage).orElseGet(() -> plainMessage(response));
		if (response.code() == 429 || response.code() >= 500) {
			return new Answer.Unavailable<>("the API server answered %d: %s".formatted(response.code(), message),
					retryAfter(response));
		}
		return new Answer.Refused<>(response.code(), status.map(ApiServer::reason).orElse("Unknown"), message);
	}

	// A patch whose test did not hold is answered with Invalid, without any detail.
	private static String reason(Status status) {
		boolean withoutDetail = status.getDetails() == null
				|| (status.getDetails().getName() == null && status.getDetails().getCauses().isEmpty());
		return ("Invalid".equals(status.getReason()) && withoutDetail) ? Cluster.TEST_FAILED
				: String.valueOf(status.getReason());
	}

	private static String plainMessage(HttpResponse<String> response) {
		// What the API server says of a path that it does not serve at all.
		return (response.code() == NOT_FOUND) ? "the cluster does not know SeldonDeployments; is Seldon Core installed?"
				: "HTTP " + response.code();
	}

	private Optional<Status> status(String body) {
		try {
			return Optional.ofNullable(client.getKubernetesSerialization().unmarshal(body, Status.class))
				.filter(status -> "Status".equals(status.getKind()));
		}
		catch (RuntimeException ex) {
			// Not every answer is the API server's: a proxy before it speaks HTML.
			return Optional.empty();
		}
	}

	private static @Nullable Duration retryAfter(HttpResponse<String> response) {
		List<String> values = response.headers("Retry-After");
		boolean seconds = !values.isEmpty() && values.getFirst().matches("\\d{1,5}");
		return seconds ? Duration.ofSeconds(Long.parseLong(values.getFirst())) : null;
	}

	private static String words(@Nullable Throwable thrown) {
		String name = (thrown instanceof IOException) ? "connection failed" : "request failed";
		return (thrown != null && thrown.getMessage() != null) ? thrown.getMessage() : name;
	}

}
