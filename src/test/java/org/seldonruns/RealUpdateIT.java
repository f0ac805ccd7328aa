package org.seldonruns;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.ServiceClient.step;
import static org.seldonruns.ServiceClient.warnings;

/**
 * Updates on the real control plane that KUBECONFIG_IT names. The operator is as for
 * {@link RealClusterIT}.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "seldon-runs.cluster.kubeconfig=${KUBECONFIG_IT}", "seldon-runs.diagnosis.image-pull=2s",
				"seldon-runs.diagnosis.operator-failed=2s", "seldon-runs.update.unverified-after=2s" })
@EnabledIfEnvironmentVariable(named = "KUBECONFIG_IT", matches = ".+")
@DirtiesContext
class RealUpdateIT {

	@AutoClose
	private static final ClusterOperator OPERATOR = new ClusterOperator();

	@AutoClose
	private final RealNamespace namespace = new RealNamespace(OPERATOR.client(), Map.of());

	private final ServiceClient service;

	RealUpdateIT(@LocalServerPort int port) {
		service = new ServiceClient(port);
	}

	@ParameterizedTest
	@CsvSource({ "image", "replicas", "canary-added", "canary-removed", "renamed", "container-renamed" })
	void updateGoesThrough(String name) throws IOException {
		JsonNode run = run(name, "");

		assertThat(run.path("status").asString()).as("%s", run).isEqualTo("SUCCEEDED");
		assertThat(warnings(run)).noneMatch(warning -> warning.contains("could not be verified"));
		assertThat(step(run, "AWAIT_UPDATED").path("availability").valueStream())
			.allMatch(predictor -> predictor.path("longestDowntimeMillis").asLong() == 0);
		namespace.assertIsEmpty();
	}

	@Test
	void changedParameterGoesThroughAlthoughTheOperatorRewritesTheDeployment() throws IOException {
		JsonNode run = run("parameter", "&timeout=60s");

		assertThat(run.path("status").asString()).as("%s", run).isEqualTo("SUCCEEDED");
		assertThat(warnings(run)).noneMatch(warning -> warning.contains("could not be verified"));
		namespace.assertIsEmpty();
	}

	@Test
	void changeOfTheTrafficAloneIsUnverified() throws IOException {
		JsonNode run = run("traffic", "");

		assertThat(run.path("status").asString()).as("%s", run).isEqualTo("SUCCEEDED");
		assertThat(warnings(run)).anyMatch(warning -> warning.contains("could not be verified"));
	}

	@Test
	void updateWithoutChangeEndsAtOnce() throws IOException {
		String manifest = Files.readString(ServiceClient.manifest("updates/image.before.yaml"));
		JsonNode run = service
			.awaitEnd(service.startForm(UpdateForm.of(manifest, manifest), "?namespace=" + namespace.name()));

		assertThat(run.path("status").asString()).as("%s", run).isEqualTo("SUCCEEDED");
		assertThat(step(run, "AWAIT_UPDATED").path("status").asString()).isEqualTo("SKIPPED");
		assertThat(warnings(run)).anyMatch(warning -> warning.startsWith("the update changed nothing"));
	}

	@ParameterizedTest
	@CsvSource({ "canary-broken, main", "image-broken, default" })
	void updateThatDoesNotComeUpFailsAndTheOldPodsStillServe(String name, String serving) throws IOException {
		JsonNode run = run(name, "&timeout=60s");

		assertThat(run.at("/failure/step").asString()).as("%s", run).isEqualTo("AWAIT_UPDATED");
		assertThat(run.at("/failure/detail").asString())
			.contains("predictor %s still serves with 2 ready pods".formatted(serving));
		namespace.assertIsEmpty();
	}

	@Test
	void changedSelectorIsADowntime() throws IOException {
		String before = Files.readString(ServiceClient.manifest("updates/image.before.yaml"));
		String after = before.replace("  - name: default",
				"  - name: default\n    annotations: {seldon.io/svc-name: other}");
		JsonNode run = service
			.awaitEnd(service.startForm(UpdateForm.of(before, after), "?maxDowntime=0s&namespace=" + namespace.name()));

		assertThat(run.at("/failure/cause").asString()).as("%s", run).isEqualTo("UNAVAILABLE_DURING_UPDATE");
		namespace.assertIsEmpty();
	}

	@Test
	@EnabledIfEnvironmentVariable(named = "SELDON_OPERATOR_IT", matches = ".+")
	void rejectedUpdateFails() throws IOException {
		JsonNode run = run("refused", "");

		assertThat(run.at("/failure/step").asString()).as("%s", run).isEqualTo("UPDATE");
		assertThat(run.at("/failure/cause").asString()).isEqualTo("REFUSED");
		assertThat(run.at("/failure/detail").asString()).contains("admission webhook");
		namespace.assertIsEmpty();
	}

	private JsonNode run(String name, String query) throws IOException {
		return service.awaitEnd(service.startForm(UpdateForm.of(name), "?namespace=" + namespace.name() + query));
	}

}
