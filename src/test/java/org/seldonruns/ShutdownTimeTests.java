package org.seldonruns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.convert.DurationStyle;

import static org.assertj.core.api.Assertions.assertThat;

class ShutdownTimeTests {

	/** Spring Boot's spring.lifecycle.timeout-per-shutdown-phase. */
	private static final Duration REQUESTS = Duration.ofSeconds(30);

	/**
	 * Twice the default of seldon-runs.cluster.request-timeout: a renewal under way, and
	 * the removal after it.
	 */
	private static final Duration LEASES = Duration.ofSeconds(20);

	@Test
	void terminationGracePeriodExceedsShutdownPhases() throws IOException {
		JsonNode pod = yaml("deployment.yaml").at("/spec/template/spec");
		Duration preStop = Duration.ofSeconds(pod.at("/containers/0/lifecycle/preStop/sleep/seconds").asLong());
		Duration runs = DurationStyle
			.detectAndParse(yaml("application.yaml").at("/seldon-runs/run/shutdown-grace").asString());
		Duration grace = Duration.ofSeconds(pod.path("terminationGracePeriodSeconds").asLong());

		assertThat(preStop).isPositive();
		assertThat(grace.minus(preStop).minus(runs).minus(REQUESTS).minus(LEASES))
			.isGreaterThanOrEqualTo(Duration.ofSeconds(10));
	}

	private static JsonNode yaml(String file) throws IOException {
		Object tree = new Yaml().load(Files.readString(Path.of("k8s", "base", file)));
		return JsonMapper.shared().valueToTree(tree);
	}

}
