package org.seldonruns.cluster.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import org.seldonruns.cluster.Cluster;
import org.seldonruns.cluster.PredictionResponse;

import org.springframework.stereotype.Component;

/**
 * Sends requests to Services through the service proxy of the API server. The client does
 * not follow redirects, and the API server does not pass on the token of the service.
 */
@Component
public class ServiceProxy {

	/**
	 * The message of the API server if it cannot connect to a Service, or if the Service
	 * has no ready endpoint or no such port. See ErrorResponder and ResolveEndpoint in
	 * k8s.io/apimachinery and k8s.io/kubernetes.
	 */
	private static final Pattern UNREACHABLE = Pattern
		.compile("error trying to reach service|no endpoints available for service|no service port");

	private final KubernetesClient client;

	private final ApiServer apiServer;

	public ServiceProxy(KubernetesClient client, ApiServer apiServer) {
		this.client = client;
		this.apiServer = apiServer;
	}

	/**
	 * Sends a POST request with a JSON body.
	 * @param path the path from the root of the API server
	 * @param keep the number of bytes of the answer to keep
	 * @param timeout the time after which the request ends; callers wait less
	 * @return completes with the response; cancel it to end the request
	 */
	public CompletableFuture<PredictionResponse> post(String path, byte[] body, int keep, Duration timeout) {
		HttpRequest request = client.getHttpClient()
			.newHttpRequestBuilder()
			.uri(apiServer.address(path))
			.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
			.post(ApiServer.JSON, body)
			.build();
		BoundedResponse answer = new BoundedResponse(client.getHttpClient(), request, Cluster.MAX_ANSWER, keep);
		CompletableFuture<PredictionResponse> response = new CompletableFuture<>();
		var unused = answer.whole()
			.handle((head, thrown) -> response
				.complete((thrown != null) ? failed(answer, thrown) : classified(head, answer)));
		var unusedToo = response.whenComplete((value, thrown) -> {
			if (response.isCancelled()) {
				answer.abandon();
			}
		});
		return response;
	}

	private PredictionResponse failed(BoundedResponse answer, Throwable thrown) {
		Throwable cause = (thrown instanceof CompletionException && thrown.getCause() != null) ? thrown.getCause()
				: thrown;
		return answer.head()
			.map(head -> answer.isTruncated() ? classified(head, answer)
					: new PredictionResponse.Broken(
							"the connection ended within the answer: " + ClientErrors.message(cause)))
			.orElseGet(() -> new PredictionResponse.Unavailable(
					"the API server could not be reached: " + ClientErrors.message(cause)));
	}

	private PredictionResponse classified(HttpResponse<AsyncBody> head, BoundedResponse answer) {
		return error(head.code(), answer).<PredictionResponse>map(message -> {
			// A Service is not found until its endpoints exist.
			if (head.code() == 404 || UNREACHABLE.matcher(message).find()) {
				return new PredictionResponse.Unreachable(message);
			}
			return (head.code() == 429 || head.code() >= 500)
					? new PredictionResponse.Unavailable(
							"the API server responded with %d: %s".formatted(head.code(), message))
					: new PredictionResponse.Rejected(head.code(), message);
		})
			.orElseGet(() -> new PredictionResponse.Answered(head.code(), head.header("Content-Type"), answer.text(),
					answer.size(), !answer.isTruncated()));
	}

	/**
	 * Returns the message if the API server itself responded with an error. A model could
	 * send such an object, too, which would do no harm.
	 */
	private Optional<String> error(int code, BoundedResponse answer) {
		return (code < 400) ? Optional.empty() : apiServer.status(answer.text()).map(Status::getMessage);
	}

}
