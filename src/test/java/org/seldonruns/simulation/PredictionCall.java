package org.seldonruns.simulation;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * A request that reached a model through the proxy of a Service.
 *
 * @param scheme {@code http}, {@code https}, or empty
 * @param port the name or number of the Service's port as in the request; may be empty
 * @param rawPath the path after {@code proxy} as in the request; may be empty
 * @param rawQuery as in the request; may be empty
 * @param headers as the client sent them to the API server, by names of which the case
 * does not matter; a real API server does not forward {@code Authorization}
 * @param podName the Ready pod to which the request was sent
 */
public record PredictionCall(String method, String namespace, String service, String scheme, String port,
		String rawPath, String rawQuery, Map<String, String> headers, Bytes body, String podName) {

	/**
	 * Returns the decoded path in the form in which a model receives it: kube-apiserver
	 * decodes it, so that {@code %2F} separates segments, and then removes empty segments
	 * and dots.
	 */
	public String path() {
		Deque<String> segments = new ArrayDeque<>();
		String decoded = URLDecoder.decode(this.rawPath.replace("+", "%2B"), StandardCharsets.UTF_8);
		for (String segment : decoded.split("/", -1)) {
			if ("..".equals(segment)) {
				segments.pollLast();
			}
			else if (!segment.isEmpty() && !".".equals(segment)) {
				segments.addLast(segment);
			}
		}
		String end = (decoded.endsWith("/") && !segments.isEmpty()) ? "/" : "";
		return "/" + String.join("/", segments) + end;
	}

}
