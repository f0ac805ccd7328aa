package org.seldonruns.cluster.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.Cluster;
import org.seldonruns.cluster.ClusterSettings;
import org.seldonruns.seldon.manifest.Manifest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Sends single requests and classifies the responses. The typed client is not used for
 * these, because it does not return the {@code Warning} headers.
 */
@Component
public class ApiServer {

	/** The media type of requests other than patches. */
	public static final String JSON = "application/json";

	/** Far more than the largest object that the API server stores, in bytes. */
	private static final int MAX_SIZE = 16 * 1024 * 1024;

	/** A {@code Warning} header of an API server (RFC 7234, section 5.5). */
	private static final Pattern WARNING = Pattern.compile("299 \\S+ \"((?:[^\"\\\\]|\\\\.)*)\"");

	/**
	 * The message of the API server if it cannot call an admission webhook. See
	 * webhook.ErrCallingWebhook in k8s.io/apiserver.
	 */
	private static final Pattern FAILED_WEBHOOK = Pattern.compile("failed calling webhook \"([^\"]+)\"");

	private static final Logger log = LoggerFactory.getLogger(ApiServer.class);

	private final KubernetesClient client;

	private final Duration requestTimeout;

	private final Duration writeTimeout;

	public ApiServer(KubernetesClient client, ClusterSettings settings) {
		this.client = client;
		this.requestTimeout = settings.requestTimeout();
		this.writeTimeout = settings.writeTimeout();
	}

	/**
	 * Sends a request.
	 * @param path the path and query
	 * @param body the body, sent as JSON; null for none
	 * @param read parses the body of a successful response
	 */
	public <T> ApiResponse<T> send(String method, String path, String contentType, @Nullable Object body,
			Function<String, T> read) {
		return send(method, path, contentType, body, read, requestTimeout);
	}

	/** Like {@link #send}, for a create or patch that admission webhooks may delay. */
	public <T> ApiResponse<T> write(String method, String path, String contentType, Object body,
			Function<String, T> read) {
		return send(method, path, contentType, body, read, writeTimeout);
	}

	private <T> ApiResponse<T> send(String method, String path, String contentType, @Nullable Object body,
			Function<String, T> read, Duration timeout) {
		HttpRequest request = client.getHttpClient()
			.newHttpRequestBuilder()
			.uri(address(path))
			// Later than the wait below, so that it only frees the call.
			.timeout(timeout.toMillis() + 1000, TimeUnit.MILLISECONDS)
			.method(method, contentType, (body != null) ? client.getKubernetesSerialization().asJson(body) : null)
			.build();
		BoundedResponse answer = new BoundedResponse(client.getHttpClient(), request, MAX_SIZE, MAX_SIZE);
		try {
			HttpResponse<?> response = answer.whole().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
			return sort(path, response, answer.text(), read);
		}
		catch (ExecutionException ex) {
			return new ApiResponse.Unavailable<>("the API server could not be reached: "
					+ ClientErrors.message((ex.getCause() != null) ? ex.getCause() : ex), null);
		}
		catch (TimeoutException ex) {
			answer.abandon();
			return new ApiResponse.Unavailable<>("the API server did not respond in time", null);
		}
		catch (InterruptedException ex) {
			answer.abandon();
			Thread.currentThread().interrupt();
			return new ApiResponse.Unavailable<>("interrupted while waiting for the API server", null);
		}
	}

	// The API server may be below a path, for example behind a gateway.
	URI address(String path) {
		String base = client.getMasterUrl().toString();
		return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
	}

	private <T> ApiResponse<T> sort(String path, HttpResponse<?> response, String body, Function<String, T> read) {
		if (response.isSuccessful()) {
			return accepted(response, body, read);
		}
		Optional<Status> status = status(body);
		Optional<String> error = status.map(Status::getMessage);
		if (response.code() == 429 || response.code() >= 500) {
			return new ApiResponse.Unavailable<>(
					"the API server responded with " + response.code() + error.map(text -> ": " + text).orElse(""),
					retryAfter(response), error.flatMap(text -> webhook(response.code(), text)).orElse(null));
		}
		String message = error.orElseGet(() -> plainMessage(path, response));
		return new ApiResponse.Rejected<>(response.code(), status.map(ApiServer::reason).orElse("Unknown"), message,
				warnings(response.headers("Warning")));
	}

	private static Optional<String> webhook(int code, String message) {
		Matcher failed = FAILED_WEBHOOK.matcher(message);
		return (code == 500 && failed.find()) ? Optional.of(failed.group(1)) : Optional.empty();
	}

	/** Parses an object of the API server. */
	public <T> T read(String body, Class<T> type) {
		return client.getKubernetesSerialization().unmarshal(body, type);
	}

	private static <T> ApiResponse<T> accepted(HttpResponse<?> response, String body, Function<String, T> read) {
		try {
			return new ApiResponse.Accepted<>(read.apply(body), warnings(response.headers("Warning")));
		}
		catch (RuntimeException ex) {
			// The request may have been carried out, as if the response was lost.
			log.warn("Cannot parse the response of the API server (status {})", response.code(), ex);
			return new ApiResponse.Unavailable<>("the response of the API server cannot be parsed", null);
		}
	}

	/**
	 * Returns the texts of headers that consist of a code, an agent and a quoted text.
	 */
	static List<String> warnings(List<String> headers) {
		return headers.stream()
			.flatMap(header -> WARNING.matcher(header).results())
			.map(result -> result.group(1).replaceAll("\\\\(.)", "$1"))
			.toList();
	}

	// The API server rejects a patch whose test failed as Invalid, without any detail.
	private static String reason(Status status) {
		boolean withoutDetail = status.getDetails() == null
				|| (status.getDetails().getName() == null && status.getDetails().getCauses().isEmpty());
		return ("Invalid".equals(status.getReason()) && withoutDetail) ? Cluster.TEST_FAILED
				: Objects.requireNonNullElse(status.getReason(), "Unknown");
	}

	// The API server responds with a plain 404 if it does not serve the resource.
	private static String plainMessage(String path, HttpResponse<?> response) {
		boolean unserved = response.code() == 404 && path.startsWith("/apis/" + Manifest.GROUP + "/");
		return unserved
				? "the API server does not serve seldondeployments.machinelearning.seldon.io; install Seldon Core v1"
				: "HTTP " + response.code();
	}

	/** Parses an error of the API server; empty if the body is none. */
	Optional<Status> status(String body) {
		try {
			// A new Status has its kind, also if the body has none.
			boolean isStatus = "Status".equals(read(body, GenericKubernetesResource.class).getKind());
			return isStatus ? Optional.of(read(body, Status.class)) : Optional.empty();
		}
		catch (RuntimeException ex) {
			// A proxy responds with HTML.
			return Optional.empty();
		}
	}

	private static @Nullable Duration retryAfter(HttpResponse<?> response) {
		List<String> values = response.headers("Retry-After");
		boolean seconds = !values.isEmpty() && values.getFirst().matches("\\d{1,5}");
		return seconds ? Duration.ofSeconds(Long.parseLong(values.getFirst())) : null;
	}

}
