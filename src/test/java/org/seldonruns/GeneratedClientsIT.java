package org.seldonruns;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Generates clients from the served OpenAPI document and executes a run with each.
 * CLIENT_GENERATORS names the folder with the generators. The code in
 * {@code src/test/resources/clients} prints the typed fields.
 */
@EmbeddedClusterTest
@EnabledIfEnvironmentVariable(named = "CLIENT_GENERATORS", matches = ".+")
class GeneratedClientsIT {

	private static final Path PROGRAMS = Path.of("src", "test", "resources", "clients").toAbsolutePath();

	private static final Path MANIFEST = Path.of("src", "test", "resources", "manifests", "single.yaml")
		.toAbsolutePath();

	private static final List<String> STORY = List.of("run SUCCEEDED by client", "resource SeldonDeployment single",
			"replicas 3", "step CREATE SUCCEEDED", "step AWAIT_READY SUCCEEDED", "step PREDICT SUCCEEDED",
			"step SCALE SUCCEEDED", "step AWAIT_SCALED SUCCEEDED", "step PREDICT_SCALED SUCCEEDED",
			"step UPDATE SUCCEEDED", "step AWAIT_UPDATED SUCCEEDED", "step PREDICT_UPDATED SUCCEEDED",
			"step DELETE SUCCEEDED", "seen in AWAIT_READY", "answered 200", "ready pods 3", "dry run 200",
			"problem 422 /problems/unacceptable-parameter replicas");

	@LocalServerPort
	int port;

	@Test
	void javaClientOfOpenApiGenerator() throws IOException, InterruptedException {
		Path client = empty("java");
		List<String> said = run(client, tool("openapi-generator-cli"), "generate", "--input-spec", document(),
				"--generator-name", "java", "--library", "native", "--output", client.toString(), "--global-property",
				"models,apis,supportingFiles,modelTests=false,apiTests=false,modelDocs=false,apiDocs=false",
				"--additional-properties",
				"useJackson3=true,openApiNullable=false,useJakartaEe=true,useSingleRequestParameter=true,"
						+ "invokerPackage=client,apiPackage=client.api,modelPackage=client.model");
		assertThat(said).filteredOn(line -> line.contains(" WARN ") || line.contains(" ERROR "))
			.allSatisfy(line -> assertThat(line).contains("OpenAPI 3.1 support is still in beta"));

		List<String> compile = new ArrayList<>(List.of(java("javac"), "-nowarn", "-proc:none", "-d", "classes", "-cp",
				classPath(), PROGRAMS.resolve("JavaClient.java").toString()));
		try (Stream<Path> sources = Files.walk(client.resolve("src/main/java"))) {
			sources.map(Path::toString).filter(source -> source.endsWith(".java")).forEach(compile::add);
		}
		run(client, compile.toArray(String[]::new));

		assertThat(run(client, java("java"), "-cp", "classes" + File.pathSeparator + classPath(), "JavaClient",
				service(), MANIFEST.toString()))
			.containsSubsequence(STORY);
	}

	@Test
	void pythonClientOfOpenapiPythonClient() throws IOException, InterruptedException {
		Path client = empty("python");
		List<String> said = run(client, tool("openapi-python-client"), "generate", "--url", document(), "--meta",
				"none", "--output-path", client.resolve("client").toString());
		// Of the types of an upload it knows but forms and JSON.
		assertThat(said).filteredOn(line -> line.startsWith("WARNING") || line.startsWith("ERROR"))
			.allSatisfy(line -> assertThat(line).isEqualTo("WARNING parsing POST /runs within runs."));

		assertThat(run(client, tool("python"), PROGRAMS.resolve("python_client.py").toString(), service(),
				MANIFEST.toString()))
			.containsSubsequence(STORY);
	}

	private String service() {
		return "http://localhost:" + port;
	}

	private String document() {
		return service() + "/v3/api-docs";
	}

	private static Path empty(String language) throws IOException {
		Path client = Path.of("target", "clients", language).toAbsolutePath();
		FileSystemUtils.deleteRecursively(client);
		return Files.createDirectories(client);
	}

	private static String tool(String name) {
		return Path.of(generators(), name).toString();
	}

	private static String generators() {
		return Objects.requireNonNull(System.getenv("CLIENT_GENERATORS"));
	}

	private static String java(String program) {
		return Path.of(System.getProperty("java.home"), "bin", program).toString();
	}

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	/** What a program says, which has to end well. */
	private static List<String> run(Path folder, String... command) throws IOException, InterruptedException {
		Path log = Files.createTempFile(folder, "said-", ".log");
		ProcessBuilder program = new ProcessBuilder(command).directory(folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile());
		// The generators look for java and ruff there, and Python for the client.
		program.environment()
			.merge("PATH", Path.of(java("java")).getParent() + File.pathSeparator + generators(),
					(before, first) -> first + File.pathSeparator + before);
		program.environment().put("PYTHONPATH", folder.toString());
		Process process = program.start();
		boolean over = process.waitFor(5, TimeUnit.MINUTES);
		if (!over) {
			process.destroyForcibly();
		}
		List<String> said = Files.readAllLines(log);
		assertThat(over).as("over in time: %s", said).isTrue();
		assertThat(process.exitValue()).as(() -> String.join("\n", said)).isZero();
		return said;
	}

}
