package org.seldonruns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests the service while the API server is unreachable. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class UnreachableClusterIT {

	// Port 1 is never listened on here: the connection is refused at once.
	private static final String NOWHERE = """
			apiVersion: v1
			kind: Config
			current-context: nowhere
			clusters: [{name: nowhere, cluster: {server: "http://127.0.0.1:1"}}]
			contexts: [{name: nowhere, context: {cluster: nowhere, user: nobody}}]
			users: [{name: nobody, user: {}}]
			""";

	@TempDir
	static Path folder;

	@LocalServerPort
	int port;

	private ServiceClient service;

	@DynamicPropertySource
	static void cluster(DynamicPropertyRegistry registry) throws IOException {
		Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), NOWHERE);
		registry.add("seldon-runs.cluster.kubeconfig", () -> kubeconfig);
	}

	@BeforeEach
	void connect() {
		service = new ServiceClient(port);
	}

	@Test
	void runFailsAtItsTimeout() {
		JsonNode run = service.runToEnd("single.yaml", "?namespace=nowhere&timeout=1s&deleteTimeout=1s");

		assertThat(ServiceClient.steps(run)).containsExactly("FAILED", "SKIPPED", "SKIPPED", "SKIPPED", "SKIPPED");
		assertThat(run.path("failure").path("cause").asString()).isEqualTo("CLUSTER_UNREACHABLE");
		assertThat(run.path("cleanup").isNull()).isTrue();
	}

	@Test
	void dryRunIsUnavailable() {
		ResponseEntity<JsonNode> response = service.post("single.yaml", "?namespace=nowhere&dryRun=true");

		assertThat(response.getStatusCode().value()).isEqualTo(503);
		assertThat(response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isNotNull();
	}

	@Test
	void livenessAndReadinessDoNotDependOnCluster() {
		assertThat(service.get("/actuator/health/liveness").getStatusCode().value()).isEqualTo(200);
		assertThat(service.get("/actuator/health/readiness").getStatusCode().value()).isEqualTo(200);
		assertThat(service.body("/actuator/health").path("components").path("cluster").path("status").asString())
			.isEqualTo("DOWN");
	}

}
