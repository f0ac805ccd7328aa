package org.seldonruns.cluster.client;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Counts requests to the API server, by outcome, and by verb and resource as in its audit
 * log. A watch counts once, when its response starts.
 */
final class RequestCounter implements Interceptor {

	private static final String NO_RESOURCE = "none";

	private static final String NO_RESPONSE = "error";

	private final MeterRegistry registry;

	RequestCounter(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public Response intercept(Chain chain) throws IOException {
		String outcome = NO_RESPONSE;
		try {
			Response response = chain.proceed(chain.request());
			outcome = outcome(response.code());
			return response;
		}
		finally {
			count(chain.request(), outcome);
		}
	}

	/** Returns the class of a status, such as 4xx, but 429 itself. */
	private static String outcome(int status) {
		return (status == 429) ? Integer.toString(status) : status / 100 + "xx";
	}

	private void count(Request request, String outcome) {
		ApiPath path = ApiPath.of(request.url().uri());
		Counter.builder("seldon.runs.kubernetes.requests")
			.description("Requests to the Kubernetes API server, including retries and watches")
			.tag("verb", verb(request, path))
			.tag("resource", path.resource())
			.tag("outcome", outcome)
			.register(registry)
			.increment();
	}

	private static String verb(Request request, ApiPath path) {
		if (path.resource().equals(NO_RESOURCE)) {
			return request.method().toLowerCase(Locale.ROOT);
		}
		return switch (request.method().toUpperCase(Locale.ROOT)) {
			case "POST" -> "create";
			case "PUT" -> "update";
			case "PATCH" -> "patch";
			case "DELETE" -> path.named() ? "delete" : "deletecollection";
			default -> path.watching() ? "watch" : (path.named() ? "get" : "list");
		};
	}

	/**
	 * The path of a request.
	 *
	 * @param resource the plural name of the resource, with {@code /proxy} for a request
	 * to a Service, or {@code none}
	 * @param named whether it contains the name of an object
	 * @param watching whether it is a watch
	 */
	private record ApiPath(String resource, boolean named, boolean watching) {

		private static final Set<String> ROOTS = Set.of("api", "apis");

		private static final Set<String> OF_NAMESPACES = Set.of("status", "finalize");

		static ApiPath of(URI uri) {
			List<String> parts = Arrays.stream(uri.getPath().split("/"))
				// The API server may live below a path.
				.dropWhile(part -> !ROOTS.contains(part))
				.toList();
			// api/v1/… or apis/GROUP/VERSION/…, with or without namespaces/NAME before
			// the resource
			int next = "apis".equals(part(parts, 0)) ? 3 : 2;
			if ("namespaces".equals(part(parts, next)) && parts.size() > next + 2
					&& !OF_NAMESPACES.contains(parts.get(next + 2))) {
				next += 2;
			}
			String query = uri.getQuery();
			boolean watching = query != null && List.of(query.split("&")).contains("watch=true");
			String resource = part(parts, next);
			// The status is that of a model.
			String proxy = "proxy".equals(part(parts, next + 2)) ? "/proxy" : "";
			return new ApiPath(resource.isEmpty() ? NO_RESOURCE : resource + proxy, parts.size() > next + 1, watching);
		}

		private static String part(List<String> parts, int index) {
			return (index < parts.size()) ? parts.get(index) : "";
		}

	}

}
