package org.seldonruns.cluster.client;

import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** What lies behind what the client throws. */
public final class ClientErrors {

	private static final Pattern CLASS_NAME = Pattern.compile("^(?:(?:[a-z][\\w]*\\.)+[A-Z][\\w$]*(?:: |$))+");

	private static final String NO_WORDS = "the connection failed";

	private ClientErrors() {
	}

	/**
	 * The HTTP status behind a failure.
	 * @param thrown as thrown, perhaps wrapped by a future
	 * @return the status, or 0 where there was no answer
	 */
	public static int code(Throwable thrown) {
		return (unwrapped(thrown) instanceof KubernetesClientException answer) ? answer.getCode() : 0;
	}

	/**
	 * What to tell people of a failure.
	 * @param thrown as thrown, perhaps wrapped by a future
	 * @return the API server's sentence where there is one
	 */
	public static String words(Throwable thrown) {
		Throwable cause = unwrapped(thrown);
		Optional<String> sentence = (cause instanceof KubernetesClientException answer)
				? Optional.ofNullable(answer.getStatus()).map(Status::getMessage) : Optional.empty();
		return sentence.orElseGet(() -> withoutClassName(cause));
	}

	// What wraps a failure repeats its class in its message; people have no use for that.
	private static String withoutClassName(Throwable cause) {
		String message = (cause.getMessage() != null) ? cause.getMessage() : "";
		String words = CLASS_NAME.matcher(message).replaceFirst("");
		return words.isBlank() ? NO_WORDS : words;
	}

	private static Throwable unwrapped(Throwable thrown) {
		return (thrown instanceof CompletionException && thrown.getCause() != null) ? thrown.getCause() : thrown;
	}

}
