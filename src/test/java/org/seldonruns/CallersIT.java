package org.seldonruns;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests authentication and authorization of callers with the installation of {@code k8s}.
 */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfEnvironmentVariable(named = "KUBECONFIG_IT", matches = ".+")
class CallersIT {

	private static final String KIND = "seldondeployments.machinelearning.seldon.io";

	private static final String AUDIENCE = "seldon-runs";

	private final RealCluster cluster = new RealCluster();

	private final Callers callers = new Callers(cluster);

	private Installation installation;

	private ServiceProcess service;

	@BeforeAll
	void startAll(@TempDir Path folder) {
		Installation.awaitNone(cluster.client());
		installation = new Installation(folder, "seldon-runs:it", cluster.namespace(),
				List.of("overlays/cluster-wide"));
		installation.apply();
		service = new PodLikeService(installation, folder)
			.start("--seldon-runs.security.audiences=https://kubernetes.default.svc," + AUDIENCE);
		callers.grant("ann", KIND, "create", "patch", "delete", "get");
	}

	@AfterAll
	void close() {
		service.close();
		installation.close();
		cluster.close();
	}

	private ResponseEntity<JsonNode> upload(String token, String namespace) {
		return service.client()
			.withToken(token)
			.postText(RealCluster.manifest("called", "1h"), "?namespace=" + namespace);
	}

	private static String challenge(ResponseEntity<JsonNode> response) {
		return String.valueOf(response.getHeaders().getFirst(HttpHeaders.WWW_AUTHENTICATE));
	}

	private static String detail(ResponseEntity<JsonNode> response) {
		return Objects.requireNonNull(response.getBody()).path("detail").asString();
	}

	@Test
	void permissionsApplyPerNamespace() {
		String token = callers.token("ann");
		ServiceClient ann = service.client().withToken(token);

		String run = ann.startText(RealCluster.manifest("anns", "1h"), "?namespace=" + cluster.namespace());
		assertThat(ann.body(run).path("startedBy").asString()).isEqualTo(callers.user("ann"));
		assertThat(ann.body("/runs").path("items")).isNotEmpty();
		ResponseEntity<JsonNode> elsewhere = upload(token, "default");
		assertThat(elsewhere.getStatusCode().value()).isEqualTo(403);
		assertThat(detail(elsewhere)).contains("create " + KIND + " -n default; patch", "delete");

		String bob = callers.token("bob");
		assertThat(service.client().withToken(bob).get(run).getStatusCode().value()).isEqualTo(403);
		assertThat(service.client().withToken(bob).body("/runs").path("items")).isEmpty();
		assertThat(service.client().withToken(bob).cancel(run).getStatusCode().value()).isEqualTo(403);
		assertThat(ann.body(run).path("finishedAt").isNull()).isTrue();

		assertThat(ann.cancel(run).getStatusCode().value()).isEqualTo(202);
		assertThat(ann.awaitEnd(run).path("status").asString()).isEqualTo("CANCELLED");
	}

	@Test
	void rejectionListsMissingPermissions() {
		ResponseEntity<JsonNode> response = upload(callers.token("nobody"), cluster.namespace());

		assertThat(response.getStatusCode().value()).isEqualTo(403);
		assertThat(detail(response)).contains("create %s -n %s; patch %s".formatted(KIND, cluster.namespace(), KIND));
	}

	@Test
	void requestIsRejectedAfterPermissionIsRevoked() {
		callers.grant("carol", KIND, "get");
		ServiceClient carol = service.client().withToken(callers.token("carol"));
		String own = "/runs?namespace=" + cluster.namespace();
		await().untilAsserted(() -> assertThat(carol.get(own).getStatusCode().value()).isEqualTo(200));

		callers.revoke("carol", KIND);

		await().untilAsserted(() -> assertThat(carol.get(own).getStatusCode().value()).isEqualTo(403));
	}

	@Test
	void invalidTokensAreRejected() {
		for (String token : List.of(callers.expiredToken("ann"), callers.token("ann", "elsewhere"),
				callers.token("ann") + "x", "garbage")) {
			ResponseEntity<JsonNode> response = upload(token, cluster.namespace());

			assertThat(response.getStatusCode().value()).isEqualTo(401);
			assertThat(challenge(response)).isEqualTo("Bearer error=\"invalid_token\"");
		}
		ResponseEntity<JsonNode> withoutToken = service.client().get("/runs");
		assertThat(withoutToken.getStatusCode().value()).isEqualTo(401);
		assertThat(challenge(withoutToken)).isEqualTo("Bearer");
	}

	@Test
	void tokenWithAudienceOfServiceIsAccepted() {
		String run = String
			.valueOf(upload(callers.token("ann", AUDIENCE), cluster.namespace()).getHeaders().getLocation());

		ServiceClient ann = service.client().withToken(callers.token("ann"));
		ann.cancel(run);
		assertThat(ann.awaitEnd(run).path("status").asString()).isEqualTo("CANCELLED");
	}

	@Test
	void auditLogNamesCallerButNoToken() throws IOException {
		String ann = callers.token("ann");
		upload(ann, "default");

		assertThat(service.log()).contains("user=\\\"" + callers.user("ann") + "\\\"", "status=403")
			.doesNotContain(ann.substring(ann.length() - 60))
			// All tokens of ServiceAccounts start with the same JWT header, so this
			// excludes every token.
			.doesNotContain(ann.substring(0, 30));
	}

}
