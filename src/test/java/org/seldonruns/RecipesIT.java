package org.seldonruns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** Executes the shell parts of the examples in HELP.md and samples/ unchanged. */
@EmbeddedClusterTest
class RecipesIT {

	private static final Path SAMPLES = Path.of("samples");

	private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{ ([a-zA-Z_.]+) }}");

	private static final Pattern VARIABLE = Pattern.compile("\\$([A-Z_]+)");

	/** The lines of HELP.md that follow a run, wait for one or retry an upload. */
	private static final Pattern FOLLOWING = Pattern.compile("/events|Prefer: wait|If-None-Match|Idempotency-Key");

	@TempDir
	Path folder;

	@LocalServerPort
	int port;

	@Test
	void githubActionsRecipeWorks() throws IOException {
		copy("rehearse.sh", "iris.yaml");
		Path summary = folder.resolve("summary.md");
		Map<String, String> expressions = Map.of("vars.SELDON_RUNS_URL", url(), "secrets.SELDON_RUNS_TOKEN", "secret",
				"github.sha", "9f1c2e", "github.run_id", "17");
		JsonNode steps = recipe("runs-on").path("jobs").path("test-model").path("steps");

		for (JsonNode step : having(steps, "run")) {
			Map<String, String> environment = environment(step.path("env"), EXPRESSION, expressions);
			environment.put("GITHUB_STEP_SUMMARY", summary.toString());
			// As the runner does: from a file.
			Path script = Files.writeString(folder.resolve("step.sh"), step.path("run").asString());
			execute(environment, "sh", "-e", script.toString());
		}

		assertThat(folder.resolve(having(steps, "with").getLast().path("with").path("path").asString())).content()
			.contains("<testsuite");
		assertThat(summary).content().contains("    Status:       SUCCEEDED", "commit=9f1c2e");
		assertThat(runsWith("commit=9f1c2e", "pipeline=17")).hasSize(1);
	}

	@Test
	void gitlabRecipeWorks() throws IOException {
		copy("rehearse.sh", "iris.yaml");
		JsonNode job = recipe("reports").path("test-model");
		Map<String, String> environment = environment(job.path("variables"), VARIABLE,
				Map.of("CI_COMMIT_SHA", "0a1b2c", "CI_PIPELINE_ID", "18"));
		environment.put("SELDON_RUNS_URL", url());
		String script = String.join("\n", job.path("script").valueStream().map(JsonNode::asString).toList());

		execute(environment, "sh", "-e", "-c", script);

		assertThat(folder.resolve(job.path("artifacts").path("reports").path("junit").asString())).content()
			.contains("<testsuite");
		assertThat(runsWith("commit=0a1b2c", "pipeline=18")).hasSize(1);
	}

	@Test
	void nightlyCronJobWorks() throws IOException {
		JsonNode generator = documents("kustomization.yaml").getFirst().path("configMapGenerator").path(0);
		copy(generator.path("files").valueStream().map(JsonNode::asString).toArray(String[]::new));
		JsonNode pod = documents("nightly.yaml").getLast()
			.path("spec")
			.path("jobTemplate")
			.path("spec")
			.path("template")
			.path("spec");
		JsonNode container = pod.path("containers").path(0);
		Map<String, String> environment = new HashMap<>();
		container.path("env")
			.forEach(entry -> environment.put(entry.path("name").asString(), entry.path("value").asString()));
		Path token = Files.writeString(folder.resolve("token"), "mounted");
		assertThat(environment.put("SELDON_RUNS_TOKEN_FILE", token.toString()))
			.isEqualTo(mountPath(container, "token") + "/token");
		assertThat(environment.put("SELDON_RUNS_URL", url())).isEqualTo("http://seldon-runs");
		assertThat(container.path("workingDir").asString()).isEqualTo(mountPath(container, "rehearsal"));

		execute(environment, container.path("command").valueStream().map(JsonNode::asString).toArray(String[]::new));

		assertThat(runsWith("trigger=nightly")).hasSize(1);
		assertThat(folder.resolve("TEST-rehearsal.xml")).doesNotExist();
	}

	@Test
	void commandsInHelpWork() throws IOException {
		Files.copy(SAMPLES.resolve("iris.yaml"), folder.resolve("model.yaml"));
		ServiceClient service = new ServiceClient(port);
		String path = service.startText(Files.readString(SAMPLES.resolve("iris.yaml")), "?namespace=seldon");
		service.awaitEnd(path);
		List<String> lines = blocks("console").flatMap(String::lines)
			.filter(line -> FOLLOWING.matcher(line).find())
			.toList();

		assertThat(lines).hasSize(7);
		for (String line : lines) {
			String command = line.replace("/runs/ID", path)
				.replace("http://localhost:8080", url())
				// The list's stream has no end of its own.
				.replaceFirst("^curl ", line.contains("/runs/events?") ? "curl -m 3 -sf " : "curl -m 30 -sSf ");
			try (Rehearsal call = Rehearsal.start(folder, Map.of(), List.of("sh", "-c", command))) {
				assertThat(call.exitStatus()).as(() -> command + "\n" + call.out() + call.err())
					.isEqualTo(line.contains("/runs/events?") ? 28 : 0);
				assertThat(call.out()).as(command).isNotEmpty();
			}
		}

		// The last one's name is not to be in the way of another test.
		service.body("/runs").path("items").forEach(run -> service.awaitEnd("/runs/" + run.path("id").asString()));
	}

	private void execute(Map<String, String> environment, String... command) {
		try (Rehearsal rehearsal = Rehearsal.start(folder, environment, List.of(command))) {
			rehearsal.assertEndsWith(0);
		}
	}

	private JsonNode runsWith(String... labels) {
		String query = String.join("&", Stream.of(labels).map(label -> "label=" + label).toList());
		return new ServiceClient(port).body("/runs?status=SUCCEEDED&" + query).path("items");
	}

	private String url() {
		return "http://127.0.0.1:" + port;
	}

	private void copy(String... samples) throws IOException {
		for (String sample : samples) {
			Files.copy(SAMPLES.resolve(sample), folder.resolve(sample));
		}
	}

	/** What a CI system makes of the environment that a recipe asks for. */
	private static Map<String, String> environment(JsonNode declared, Pattern reference, Map<String, String> values) {
		Map<String, String> environment = new HashMap<>();
		declared.properties()
			.forEach(entry -> environment.put(entry.getKey(), reference.matcher(entry.getValue().asString())
				.replaceAll((MatchResult name) -> Objects.requireNonNull(values.get(name.group(1)), name.group()))));
		return environment;
	}

	private static String mountPath(JsonNode container, String volume) {
		return having(container.path("volumeMounts"), "mountPath").stream()
			.filter(mount -> mount.path("name").asString().equals(volume))
			.map(mount -> mount.path("mountPath").asString())
			.findFirst()
			.orElseThrow();
	}

	private static List<JsonNode> having(JsonNode all, String member) {
		return all.valueStream().filter(one -> one.has(member)).toList();
	}

	private static JsonNode recipe(String word) throws IOException {
		return read(blocks("yaml").filter(block -> block.contains(word)).findFirst().orElseThrow()).getFirst();
	}

	private static Stream<String> blocks(String language) throws IOException {
		return Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
			.matcher(Files.readString(Path.of("HELP.md")))
			.results()
			.map(block -> block.group(1));
	}

	private static List<JsonNode> documents(String sample) throws IOException {
		return read(Files.readString(SAMPLES.resolve(sample)));
	}

	private static List<JsonNode> read(String yaml) {
		JsonMapper json = new JsonMapper();
		return new ArrayList<>(StreamSupport.stream(new Yaml().loadAll(yaml).spliterator(), false)
			.map(document -> json.<JsonNode>valueToTree(document))
			.toList());
	}

}
