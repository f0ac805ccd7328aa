package org.seldonruns.web.openapi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import org.seldonruns.run.Cause;
import org.seldonruns.web.WebTest;
import org.seldonruns.web.upload.UploadType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.web.problem.ProblemAssertions.body;

@WebTest
class OpenApiTests {

	@Autowired
	private MockMvcTester mvc;

	private String document = "";

	@BeforeEach
	void read() {
		MvcTestResult answer = mvc.get().uri("/v3/api-docs").exchange();
		assertThat(answer).hasStatusOk();
		document = body(answer);
	}

	@Test
	void describesService() {
		Map<String, Object> info = JsonPath.read(document, "$.info");
		assertThat(info).containsKeys("title", "version", "description", "license");
	}

	@Test
	void listsAllOperations() {
		Map<String, Map<String, Object>> paths = JsonPath.read(document, "$.paths");
		List<String> operations = new ArrayList<>();
		paths.forEach((path, methods) -> methods.keySet().forEach(method -> operations.add(method + " " + path)));
		assertThat(operations).containsExactlyInAnyOrder("get /runs", "post /runs", "get /runs/{id}",
				"delete /runs/{id}", "post /runs/{id}/cancel", "get /runs/{id}/manifest", "get /runs/{id}/events",
				"get /runs/{id}/junit.xml", "get /runs/events", "get /problems", "get /problems/{name}",
				"get /problems/run-failed/{cause}");
	}

	@Test
	void everyOperationIsDescribed() {
		List<Map<String, Object>> operations = JsonPath.read(document, "$.paths.*.*");
		assertThat(operations)
			.allSatisfy(operation -> assertThat(operation).containsKeys("summary", "tags", "operationId", "responses"));
		assertThat(operations).extracting(operation -> operation.get("operationId")).doesNotHaveDuplicates();
		List<Map<String, Object>> parameters = JsonPath.read(document, "$.paths.*.*.parameters[*]");
		assertThat(parameters).isNotEmpty()
			.allSatisfy(parameter -> assertThat(parameter).containsKeys("description", "schema"));
	}

	@Test
	void everyErrorIsDeclaredAsProblem() {
		Map<String, Map<String, Map<String, Map<String, Map<String, Object>>>>> paths = JsonPath.read(document,
				"$.paths");
		paths.values().forEach(methods -> methods.values().forEach(operation -> {
			Map<String, Map<String, Object>> responses = operation.getOrDefault("responses", Map.of());
			assertThat(responses).containsKeys("400", "401", "403", "404", "405", "406", "421", "500", "503");
			responses.forEach((status, response) -> {
				assertThat(response).containsKey("description");
				if (status.startsWith("4") || status.startsWith("5")) {
					assertThat(response.get("content"))
						.asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.map(String.class, Object.class))
						.containsOnlyKeys("application/problem+json");
				}
			});
		}));
	}

	@Test
	void startDeclaresItsProblems() {
		Map<String, Object> responses = JsonPath.read(document, "$.paths['/runs'].post.responses");
		assertThat(responses).containsOnlyKeys("200", "202", "400", "401", "403", "404", "405", "406", "408", "409",
				"413", "415", "421", "422", "429", "500", "503");
		Map<String, Object> body = JsonPath.read(document, "$.paths['/runs'].post.requestBody.content");
		Set<String> types = new HashSet<>(UploadType.DOCUMENTS);
		types.add("multipart/form-data");
		assertThat(body.keySet()).isEqualTo(types);
		assertThat(JsonPath.<Map<String, Object>>read(document, "$.components.schemas.UploadForm.properties.file"))
			.containsEntry("type", "string")
			.containsEntry("format", "binary");
	}

	@Test
	void reportDeclaresItsProblems() {
		Map<String, Object> responses = JsonPath.read(document, "$.paths['/runs/{id}/junit.xml'].get.responses");
		assertThat(responses).containsOnlyKeys("200", "400", "401", "403", "404", "405", "406", "409", "421", "500",
				"503");
		Map<String, Object> report = JsonPath.read(document,
				"$.paths['/runs/{id}/junit.xml'].get.responses['200'].content");
		assertThat(report).containsOnlyKeys("application/xml", "text/xml");
	}

	@Test
	void hasConfiguredDefaults() {
		Map<String, Object> replicas = JsonPath
			.<List<Map<String, Object>>>read(document,
					"$.paths['/runs'].post.parameters[?(@.name == 'replicas')].schema")
			.getFirst();
		assertThat(replicas).containsEntry("minimum", 1).containsEntry("maximum", 100).containsEntry("default", 2);
	}

	@Test
	void everySchemaDeclaresRequiredProperties() {
		Map<String, Map<String, Object>> schemas = JsonPath.read(document, "$.components.schemas");
		assertThat(schemas).containsKeys("Run", "RunSummary", "RunPage", "Verdict", "Problem", "ProblemError",
				"Failure");
		assertThat(schemas.values()).filteredOn("type", "object")
			.hasSizeGreaterThan(10)
			.allSatisfy(schema -> assertThat(schema).containsKey("required"));
	}

	@Test
	void nullablePropertiesAreDeclared() {
		assertThat(JsonPath.<List<String>>read(document, "$.components.schemas.Run.properties.startedAt.type"))
			.containsExactlyInAnyOrder("string", "null");
		assertThat(JsonPath.<List<Object>>read(document, "$.components.schemas.Run.properties.failure.oneOf"))
			.containsExactly(Map.of("$ref", "#/components/schemas/Failure"), Map.of("type", "null"));
		assertThat(
				JsonPath.<List<String>>read(document, "$.components.schemas.TimelineEntry.properties.occurredAt.type"))
			.containsExactlyInAnyOrder("string", "null");
		assertThat(JsonPath.<List<Object>>read(document, "$.components.schemas.TimelineEntry.properties.step.oneOf"))
			.containsExactly(Map.of("$ref", "#/components/schemas/StepName"), Map.of("type", "null"));
	}

	@Test
	void everyEnumHasOneSchema() {
		assertThat(JsonPath.<List<String>>read(document,
				"$.components.schemas['Run', 'RunSummary'].properties.status['$ref']"))
			.hasSize(2)
			.containsOnly("#/components/schemas/RunStatus");
		assertThat(JsonPath.<List<String>>read(document,
				"$.paths['/runs'].get.parameters[?(@.name == 'status')].schema['$ref']"))
			.containsExactly("#/components/schemas/RunStatus");
		assertThat(JsonPath.<List<String>>read(document, "$.components.schemas.Cause.enum"))
			.hasSameSizeAs(Cause.values());
	}

	@Test
	void everyFieldOfARunIsInItsSchema() {
		Set<String> properties = JsonPath.<Map<String, Object>>read(document, "$.components.schemas.Run.properties")
			.keySet();
		assertThat(properties).containsExactlyInAnyOrder("id", "status", "namespace", "labels", "startedBy", "resource",
				"parameters", "createdAt", "startedAt", "finishedAt", "durationMillis", "steps", "components",
				"warningCount", "warnings", "timeline", "failure", "cleanup", "keptUntil");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT5M", "PT1M30S", "PT37M29.161S", "PT24H", "PT0.5S" })
	void acceptedDurationMatchesPatternOfResponses(String duration) {
		List<String> patterns = JsonPath.read(document, "$.components.schemas.Parameters.properties.*.pattern");
		assertThat(patterns).hasSize(5).allSatisfy(pattern -> assertThat(duration).matches(pattern));
		assertThat(duration).isEqualTo(Duration.parse(duration).toString());
	}

	@Test
	void everyDefaultAndExampleMatchesItsPattern() {
		List<Map<String, Object>> schemas = JsonPath.read(document, "$..[?(@.pattern)]");
		assertThat(schemas).hasSizeGreaterThan(10).allSatisfy(schema -> {
			List<Object> values = new ArrayList<>((List<?>) schema.getOrDefault("examples", List.of()));
			Stream.of("default", "example").map(schema::get).filter(Objects::nonNull).forEach(values::add);
			assertThat(values).allSatisfy(value -> assertThat((String) value).matches((String) schema.get("pattern")));
		});
	}

	@Test
	void everyDefaultAndExampleIsAcceptedByTheService() {
		List<Map<String, Object>> parameters = JsonPath.read(document,
				"$.paths['/runs'].post.parameters[?(@.in == 'query')]");
		Map<String, String> values = new HashMap<>();
		for (Map<String, Object> parameter : parameters) {
			String schema = "$.paths['/runs'].post.parameters[?(@.name == '%s')].schema"
				.formatted(parameter.get("name"));
			for (String path : List.of(schema + ".default", schema + ".examples[0]", schema + ".items.examples[0]")) {
				JsonPath.<List<Object>>read(document, path)
					.forEach(value -> values.put(String.valueOf(parameter.get("name")), value.toString()));
			}
		}
		assertThat(values).containsKeys("namespace", "replicas", "timeout", "deleteTimeout", "keepOnFailure", "label",
				"dryRun");
		var request = mvc.post().uri("/runs").contentType("application/yaml").content(Examples.YAML);
		values.forEach(request::queryParam);
		assertThat(request.exchange()).hasStatus(202);
	}

	@Test
	void startedRunLinksToOperations() {
		Map<String, Map<String, Object>> links = JsonPath.read(document,
				"$.paths['/runs'].post.responses['202'].links");
		assertThat(links).containsOnlyKeys("getRun", "followRun", "cancelRun", "getJunitReport", "getManifest",
				"removeRun");
		assertThat(JsonPath.<List<String>>read(document, "$.paths.*.*.operationId")).containsAll(links.keySet());
		assertThat(links.values())
			.allSatisfy(link -> assertThat(link).containsEntry("parameters", Map.of("id", "$response.body#/id")));
	}

	@Test
	void optionalParametersHaveNoExample() {
		// Swagger UI sends the examples of parameters as values. Only the operations on
		// problem types need one.
		List<Map<String, Map<String, Object>>> parameters = JsonPath.read(document,
				"$.paths.*.*.parameters[?(@.in != 'path')]");
		assertThat(parameters).isNotEmpty().allSatisfy(parameter -> {
			assertThat(parameter).doesNotContainKeys("example", "examples");
			assertThat(parameter.getOrDefault("schema", Map.of())).doesNotContainKey("example");
		});
	}

	@Test
	void tagsAreSorted() {
		assertThat(JsonPath.<List<String>>read(document, "$.tags[*].name")).containsExactly("Runs", "Streams",
				"Problems");
	}

	@Test
	void swaggerUiIsServed() {
		assertThat(mvc.get().uri("/swagger-ui.html")).hasStatus(302);
		assertThat(mvc.get().uri("/swagger-ui/index.html")).hasStatusOk();
		assertThat(mvc.get().uri("/v3/api-docs.yaml")).hasStatusOk();
	}

}
