package org.seldonruns;

import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What happens to one request between a client and an API server. */
sealed interface ProxyFault {

	/** Nothing; it is performed and answered. */
	record None() implements ProxyFault {
	}

	/**
	 * It is answered with an error, and not performed.
	 *
	 * @param code the HTTP status
	 * @param headers more header lines, each with its end
	 */
	record Answer(int code, String headers) implements ProxyFault {
	}

	/**
	 * The connection is cut instead of an answer.
	 *
	 * @param performed whether the server has performed it
	 */
	record Cut(boolean performed) implements ProxyFault {
	}

	/**
	 * There is no answer, and the connection stays.
	 *
	 * @param performed whether the server has performed it
	 */
	record Silence(boolean performed) implements ProxyFault {
	}

	/**
	 * Changes the path and query of the request.
	 *
	 * @param target returns the new path and query
	 */
	record Elsewhere(UnaryOperator<String> target) implements ProxyFault {
	}

	static ProxyFault answer(int code) {
		return new Answer(code, (code == 429) ? "Retry-After: 1\r\n" : "");
	}

	/** A watch from a version of which the server knows nothing any more. */
	static ProxyFault fromTheBeginning() {
		return new Elsewhere(target -> target.replaceFirst("resourceVersion=\\d+", "resourceVersion=1"));
	}

	static String status(int code) {
		return """
				{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Fault","message":"as planned","code":%d}"""
			.formatted(code);
	}

	/**
	 * A request of a client.
	 *
	 * @param method the HTTP method
	 * @param target the path and query
	 * @param body the body
	 */
	record Request(String method, String target, String body) {

		boolean isWatch() {
			return target.contains("watch=true");
		}

		/** A write on a resource, of any namespace. */
		static Predicate<Request> write(String method, String name) {
			return request -> request.method().equals(method) && request.target().contains("/seldondeployments")
					&& (request.body().contains("\"" + name + "\"")
							|| request.target().contains("/seldondeployments/" + name + "?")
							|| request.target().endsWith("/seldondeployments/" + name));
		}

		/** A watch of a kind. */
		static Predicate<Request> watch(String plural) {
			return request -> request.isWatch() && request.target().contains("/" + plural + "?");
		}

	}

}
