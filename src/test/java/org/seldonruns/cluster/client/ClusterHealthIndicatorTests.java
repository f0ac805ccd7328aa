package org.seldonruns.cluster.client;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seldonruns.cluster.ScriptedServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

class ClusterHealthIndicatorTests {

	private final ScriptedServer server = new ScriptedServer();

	private final ClusterHealthIndicator indicator = new ClusterHealthIndicator(server.apiServer());

	@AfterEach
	void close() {
		server.close();
	}

	@ParameterizedTest
	@CsvSource({ "200,UP", "403,UP", "429,DOWN", "500,DOWN" })
	void isUpWhileTheApiServerCanBeReached(int code, String status) {
		server.respondWith(code, "ok");

		assertThat(indicator.health().getStatus().getCode()).isEqualTo(status);
		assertThat(server.requests()).extracting(ScriptedServer.Request::method, ScriptedServer.Request::target)
			.containsExactly(tuple("GET", "/readyz"));
	}

	@Test
	void isDownIfConnectionIsRefused() {
		server.stop();

		assertThat(indicator.health().getStatus().getCode()).isEqualTo("DOWN");
	}

}
