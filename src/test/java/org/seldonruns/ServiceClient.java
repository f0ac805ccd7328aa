package org.seldonruns;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.springframework.core.io.FileSystemResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Speaks to the service over HTTP, as curl does. */
final class ServiceClient {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final Set<String> OVER = Set.of("SUCCEEDED", "FAILED", "CANCELLED");

	private final String url;

	private final RestClient http;

	ServiceClient(int port) {
		this("http://localhost:" + port, RestClient.builder());
	}

	private ServiceClient(String url, RestClient.Builder http) {
		this.url = url;
		this.http = http.baseUrl(url).defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {
		}).build();
	}

	/** The same service, called by somebody who says who he is. */
	ServiceClient withToken(String token) {
		return new ServiceClient(url, http.mutate().defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token));
	}

	/** Where something is, for clients of another kind. */
	URI uri(String path) {
		return URI.create(url + path);
	}

	/** Uploads a manifest of the test resources as a form, as {@code curl -F} does. */
	ResponseEntity<JsonNode> post(String manifest, String query) {
		LinkedMultiValueMap<String, Object> form = new LinkedMultiValueMap<>();
		form.add("file", new FileSystemResource(manifest(manifest)));
		return postForm(form, query);
	}

	ResponseEntity<JsonNode> postForm(MultiValueMap<String, Object> form, String query, Object... values) {
		return http.post()
			.uri("/runs" + query, values)
			.contentType(MediaType.MULTIPART_FORM_DATA)
			.body(form)
			.retrieve()
			.toEntity(JsonNode.class);
	}

	/** Uploads a manifest that is accepted, as {@code curl --data-binary} does. */
	String startText(String manifest, String query) {
		return location(postText(manifest, query));
	}

	ResponseEntity<JsonNode> postText(String manifest, String query) {
		return http.post()
			.uri("/runs" + query)
			.contentType(MediaType.APPLICATION_YAML)
			.body(manifest)
			.retrieve()
			.toEntity(JsonNode.class);
	}

	static Path manifest(String name) {
		return Path.of("src", "test", "resources", "manifests", name);
	}

	/** Uploads a manifest that is accepted. */
	String start(String manifest, String query) {
		return location(post(manifest, query));
	}

	/** Uploads a form that is accepted. */
	String startForm(MultiValueMap<String, Object> form, String query) {
		return location(postForm(form, query));
	}

	private static String location(ResponseEntity<JsonNode> answer) {
		assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(202);
		return String.valueOf(answer.getHeaders().getLocation());
	}

	/** Uploads a manifest and waits for the end of its run. */
	JsonNode runToEnd(String manifest, String query) {
		return awaitEnd(start(manifest, query));
	}

	JsonNode awaitEnd(String path) {
		return await().atMost(PATIENCE).until(() -> body(path), run -> OVER.contains(run.path("status").asString()));
	}

	JsonNode awaitStep(String path, String step) {
		return awaitRun(path, run -> step(run, step).path("status").asString().equals("RUNNING"));
	}

	JsonNode awaitRun(String path, Predicate<JsonNode> condition) {
		return Objects.requireNonNull(await().atMost(PATIENCE).until(() -> body(path), condition));
	}

	JsonNode body(String path) {
		return Objects.requireNonNull(get(path).getBody());
	}

	ResponseEntity<JsonNode> get(String path) {
		return http.get().uri(path).accept(MediaType.APPLICATION_JSON).retrieve().toEntity(JsonNode.class);
	}

	ResponseEntity<String> getText(String path, MediaType type) {
		return http.get().uri(path).accept(type).retrieve().toEntity(String.class);
	}

	ResponseEntity<JsonNode> cancel(String path) {
		return http.post().uri(path + "/cancel").retrieve().toEntity(JsonNode.class);
	}

	/** Stops what is live, and waits for its end. */
	void cancelAll() {
		Stream.of("QUEUED", "RUNNING")
			.flatMap(status -> body("/runs?status=" + status).path("items").valueStream())
			.map(run -> "/runs/" + run.path("id").asString())
			.toList()
			.forEach(path -> {
				cancel(path);
				awaitEnd(path);
			});
	}

	ResponseEntity<JsonNode> delete(String path) {
		return http.delete().uri(path).retrieve().toEntity(JsonNode.class);
	}

	/** Returns the messages of the warnings of a run. */
	static List<String> warnings(JsonNode run) {
		return run.path("warnings").valueStream().map(warning -> warning.path("message").asString()).toList();
	}

	static JsonNode step(JsonNode run, String name) {
		for (JsonNode step : run.path("steps")) {
			if (step.path("name").asString().equals(name)) {
				return step;
			}
		}
		throw new AssertionError("no step " + name + " in " + run);
	}

	/**
	 * Returns whether a run that could not delete its resource reports that the resource
	 * is gone.
	 */
	static boolean reportsResourceGone(JsonNode run) {
		return run.path("timeline")
			.valueStream()
			.anyMatch(entry -> entry.path("step").isNull() && entry.path("reason").asString().equals("Gone")
					&& entry.path("kind").asString().equals("SeldonDeployment")
					&& entry.path("at").asString().compareTo(run.path("finishedAt").asString()) > 0);
	}

	/** The statuses of the steps, in order. */
	static List<String> steps(JsonNode run) {
		return run.path("steps").valueStream().map(step -> step.path("status").asString()).toList();
	}

}
