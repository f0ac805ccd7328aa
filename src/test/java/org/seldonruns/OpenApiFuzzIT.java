package org.seldonruns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.seldonruns.run.history.RunFilter;
import org.seldonruns.run.history.RunHistory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A bounded round of the fuzzer Schemathesis over the served OpenAPI document, where
 * SCHEMATHESIS names its program: no 5xx, no answer that the document does not declare,
 * nothing taken that it forbids, and runs that can be shown, stopped and removed once
 * they were started.
 */
@EmbeddedClusterTest
@EnabledIfEnvironmentVariable(named = "SCHEMATHESIS", matches = ".+")
class OpenApiFuzzIT {

	private static final Path HOOKS = Path.of("src", "test", "resources", "schemathesis").toAbsolutePath();

	@TempDir
	static Path folder;

	@LocalServerPort
	int port;

	@Autowired
	RunHistory history;

	@Test
	void everyResponseIsDeclared() throws IOException, InterruptedException {
		List<String> command = List.of(Objects.requireNonNull(System.getenv("SCHEMATHESIS")), "run",
				"http://localhost:" + port + "/v3/api-docs", "--phases", "examples,coverage,fuzzing,stateful",
				// That would have every accepted type be accepted with any content.
				"--exclude-checks", "positive_data_acceptance",
				// Streams that do not end.
				"--exclude-operation-id", "followRun", "--exclude-operation-id", "followRuns", "--max-examples", "60",
				"--request-timeout", "20", "--seed", "20261122");
		Path report = Path.of("target", "schemathesis.log").toAbsolutePath();
		ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(report.toFile());
		builder.environment().put("SCHEMATHESIS_HOOKS", "manifests");
		builder.environment().put("PYTHONPATH", HOOKS.toString());
		builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
		Process fuzzer = builder.start();
		boolean over = fuzzer.waitFor(3, TimeUnit.MINUTES);
		if (!over) {
			fuzzer.destroyForcibly();
		}

		assertThat(over).as("over in time").isTrue();
		assertThat(fuzzer.exitValue()).as(() -> read(report)).isZero();
		assertThat(history.list(new RunFilter(null, null, Map.of()), 200, OptionalLong.empty()).runs())
			.as("runs of the stateful phase")
			.anySatisfy(run -> assertThat(run.request().resource().name()).startsWith("fuzz-"));
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
