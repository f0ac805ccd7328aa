package org.seldonruns.cluster.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import com.sun.net.httpserver.HttpExchange;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.ClusterSettings;
import org.seldonruns.cluster.ScriptedServer;

import static org.assertj.core.api.Assertions.assertThat;

/** Credentials that change on disk while the service runs. */
class RenewedCredentialsTests {

	private final ScriptedServer server = new ScriptedServer();

	@TempDir
	Path folder;

	private volatile String valid = "first";

	@AfterEach
	void close() {
		System.clearProperty(Config.KUBERNETES_MASTER_SYSTEM_PROPERTY);
		System.clearProperty(Config.KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN_FILE_SYSTEM_PROPERTY);
		System.clearProperty(Config.KUBERNETES_AUTH_TRYKUBECONFIG_SYSTEM_PROPERTY);
		server.close();
	}

	private void answer(HttpExchange exchange) throws IOException {
		boolean known = ("Bearer " + valid).equals(exchange.getRequestHeaders().getFirst("Authorization"));
		ScriptedServer.respond(exchange, known ? 200 : 401, "{}");
	}

	@Test
	void usesRenewedTokenOfKubeconfig() throws IOException {
		Path file = kubeconfig("first");
		ClusterSettings settings = settings(file);
		Config config = new ClusterConfiguration().kubernetesConfig(settings);

		assertThatTheNextTokenIsTakenUp(config, settings, () -> kubeconfig("second"));
	}

	@Test
	void usesRenewedTokenOfServiceAccount() throws IOException {
		Path token = Files.writeString(folder.resolve("token"), "first");
		System.setProperty(Config.KUBERNETES_MASTER_SYSTEM_PROPERTY, server.url());
		System.setProperty(Config.KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN_FILE_SYSTEM_PROPERTY, token.toString());
		System.setProperty(Config.KUBERNETES_AUTH_TRYKUBECONFIG_SYSTEM_PROPERTY, "false");
		ClusterSettings settings = settings(null);
		Config config = ResolvedClientConfig.find(settings, name -> null, folder).config();

		assertThatTheNextTokenIsTakenUp(config, settings, () -> Files.writeString(token, "second"));
	}

	private void assertThatTheNextTokenIsTakenUp(Config config, ClusterSettings settings, Renewal renewal)
			throws IOException {
		server.respondWith(this::answer);
		try (KubernetesClient client = new ClusterConfiguration().kubernetesClient(config, settings,
				new SimpleMeterRegistry())) {
			ApiServer apiServer = new ApiServer(client, settings);
			assertThat(ask(apiServer)).isInstanceOf(ApiResponse.Accepted.class);
			renewal.renew();
			valid = "second";
			assertThat(ask(apiServer)).isInstanceOf(ApiResponse.Accepted.class);
		}
	}

	private static ApiResponse<String> ask(ApiServer apiServer) {
		return apiServer.send("GET", "/api/v1/namespaces", "application/json", null, body -> body);
	}

	private static ClusterSettings settings(@Nullable Path kubeconfig) {
		return new ClusterSettings(kubeconfig, null, Duration.ofSeconds(7), Duration.ofSeconds(7), Duration.ZERO,
				Duration.ofSeconds(15));
	}

	private Path kubeconfig(String token) throws IOException {
		return Files.writeString(folder.resolve("kubeconfig"), """
				apiVersion: v1
				kind: Config
				current-context: here
				clusters: [{name: here, cluster: {server: "%s"}}]
				contexts: [{name: here, context: {cluster: here, user: me}}]
				users: [{name: me, user: {token: %s}}]
				""".formatted(server.url(), token));
	}

	private interface Renewal {

		Object renew() throws IOException;

	}

}
