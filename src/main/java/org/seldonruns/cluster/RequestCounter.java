package org.seldonruns.cluster;

import java.util.Locale;
import java.util.Set;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts what is asked of the API server, by verb and resource as its audit log names
 * them.
 */
final class RequestCounter implements Interceptor {

	private final MeterRegistry registry;

	RequestCounter(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
		ApiPath path = ApiPath.of(request.uri());
		registry.counter("seldon.runs.kubernetes.requests", "verb", verb(request, path), "resource", path.resource())
			.increment();
	}

	private static String verb(HttpRequest request, ApiPath path) {
		return switch (request.method().toUpperCase(Locale.ROOT)) {
			case "POST" -> "create";
			case "PUT" -> "update";
			case "PATCH" -> "patch";
			case "DELETE" -> path.named() ? "delete" : "deletecollection";
			default -> path.watching() ? "watch" : (path.named() ? "get" : "list");
		};
	}

	/**
	 * What an address of the API server speaks of.
	 *
	 * @param resource the plural name of the resource, or {@code none}
	 * @param named whether it names one object
	 * @param watching whether it asks for a watch
	 */
	private record ApiPath(String resource, boolean named, boolean watching) {

		static ApiPath of(java.net.URI uri) {
			String[] parts = uri.getPath().split("/");
			// /api/v1/… or /apis/GROUP/VERSION/…, with or without namespaces/NAME before
			// the resource
			int next = "apis".equals(part(parts, 1)) ? 4 : 3;
			if ("namespaces".equals(part(parts, next)) && parts.length > next + 2) {
				next += 2;
			}
			String query = uri.getQuery();
			boolean watching = query != null && Set.of(query.split("&")).contains("watch=true");
			String resource = part(parts, next);
			return new ApiPath(resource.isEmpty() ? "none" : resource, parts.length > next + 1, watching);
		}

		private static String part(String[] parts, int index) {
			return (index < parts.length) ? parts[index] : "";
		}

	}

}
