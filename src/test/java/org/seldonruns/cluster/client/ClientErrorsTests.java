package org.seldonruns.cluster.client;

import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ClientErrorsTests {

	static Stream<Arguments> failures() {
		return Stream
			.of(arguments(new IOException("reset by peer"), "reset by peer"),
					arguments(new ConnectException(), "the connection failed"),
					arguments(new CompletionException(new ConnectException()), "the connection failed"),
					arguments(new IOException(new ConnectException()), "the connection failed"),
					arguments(new IOException(new ConnectException("refused")), "refused"),
					arguments(new IllegalStateException("a.b is no class: c"), "a.b is no class: c"),
					arguments(
							new KubernetesClientException("Failure executing", 403,
									new StatusBuilder().withMessage("pods is forbidden").build()),
							"pods is forbidden"));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void messageContainsNoClassNames(Throwable thrown, String words) {
		assertThat(ClientErrors.message(thrown)).isEqualTo(words);
	}

}
