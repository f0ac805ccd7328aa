package org.seldonruns.cluster.client;

import java.net.ProtocolException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.WatcherException;

/** Extracts status and message from the exceptions of the client. */
public final class ClientErrors {

	private static final Pattern CLASS_NAME = Pattern.compile("^(?:(?:[a-z][\\w]*\\.)+[A-Z][\\w$]*(?:: |$))+");

	/**
	 * The exceptions in which futures, watches and {@link WatchResponseInterceptor} wrap
	 * an error.
	 */
	private static final List<Class<?>> WRAPPERS = List.of(CompletionException.class, WatcherException.class,
			ProtocolException.class);

	private ClientErrors() {
	}

	/**
	 * Returns the HTTP status of an exception, possibly wrapped; 0 without a response.
	 */
	public static int code(Throwable thrown) {
		return (unwrapped(thrown) instanceof KubernetesClientException answer) ? answer.getCode() : 0;
	}

	/**
	 * Returns the message of an exception, possibly wrapped; that of the API server if
	 * there is one.
	 */
	public static String message(Throwable thrown) {
		Throwable cause = unwrapped(thrown);
		Optional<String> sentence = (cause instanceof KubernetesClientException answer)
				? Optional.ofNullable(answer.getStatus()).map(Status::getMessage) : Optional.empty();
		return sentence.orElseGet(() -> withoutClassName(cause));
	}

	// A wrapping exception repeats the class name of its cause.
	private static String withoutClassName(Throwable cause) {
		String message = (cause.getMessage() != null) ? cause.getMessage() : "";
		String words = CLASS_NAME.matcher(message).replaceFirst("");
		return words.isBlank() ? "the connection failed" : words;
	}

	private static Throwable unwrapped(Throwable thrown) {
		Throwable cause = thrown.getCause();
		return (cause != null && WRAPPERS.stream().anyMatch(type -> type.isInstance(thrown))) ? unwrapped(cause)
				: thrown;
	}

}
