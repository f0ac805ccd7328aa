package org.seldonruns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.seldonruns.simulation.SimulatedCluster;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A bounded round of the fuzzer Schemathesis over the served OpenAPI document, where
 * SCHEMATHESIS names its program: no 5xx, and no answer that the document does not
 * declare.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@EnabledIfEnvironmentVariable(named = "SCHEMATHESIS", matches = ".+")
class OpenApiFuzzIT {

	private static final SimulatedCluster CLUSTER = SimulatedCluster.start();

	@TempDir
	static Path folder;

	@LocalServerPort
	int port;

	@DynamicPropertySource
	static void cluster(DynamicPropertyRegistry registry) {
		registry.add("seldon-runs.cluster.kubeconfig", () -> CLUSTER.writeKubeconfig(folder.resolve("kubeconfig")));
	}

	@AfterAll
	static void close() {
		CLUSTER.close();
	}

	@Test
	void findsNothingThatTheDocumentDoesNotDeclare() throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(Objects.requireNonNull(System.getenv("SCHEMATHESIS")), "run",
				"http://localhost:" + port + "/v3/api-docs", "--max-examples", "30", "--phases",
				"examples,coverage,fuzzing", "--checks",
				"not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
						+ "response_schema_conformance",
				"--seed", "20261122"));
		Path report = Path.of("target", "schemathesis.log").toAbsolutePath();
		Process fuzzer = new ProcessBuilder(command).directory(folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(report.toFile())
			.start();
		boolean over = fuzzer.waitFor(10, TimeUnit.MINUTES);
		if (!over) {
			fuzzer.destroyForcibly();
		}

		assertThat(over).as("over in time").isTrue();
		assertThat(fuzzer.exitValue()).as(() -> read(report)).isZero();
	}

	private static String read(Path report) {
		try {
			return Files.readString(report);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
