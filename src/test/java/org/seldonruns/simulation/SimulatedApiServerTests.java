package org.seldonruns.simulation;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The simulated API server answers as a real one does, or refuses.
 */
class SimulatedApiServerTests {

	private static final SimulatedCluster CLUSTER = SimulatedCluster.start();

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private static final String GRAPH = """
			"predictors": [{"name": "default", "graph": {"name": "classifier"},
			  "componentSpecs": [{"spec": {"containers": [{"name": "classifier", "image": "any"}]}}]}]""";

	@AfterAll
	static void close() {
		HTTP.close();
		CLUSTER.close();
	}

	@Test
	void keepsNothingOfADryRun(TestInfo test) {
		Answer created = send("POST", collection(test) + "?dryRun=All", seldonDeployment("dry", GRAPH));
		assertThat(created.status()).isEqualTo(201);
		assertThat(created.body().at("/metadata/uid").asText()).isNotEmpty();
		assertThat(send("GET", collection(test) + "/dry", "").status()).isEqualTo(404);
	}

	@Test
	void changesNothingInADryRunOfAPatchOrDeletion(TestInfo test) {
		String uid = ignored(test, "kept");
		String object = collection(test) + "/kept";
		assertThat(patch(object + "?dryRun=All", "[{'op': 'add', 'path': '/spec/replicas', 'value': 2}]").status())
			.isEqualTo(200);
		assertThat(send("DELETE", object + "?dryRun=All", "{}").status()).isEqualTo(200);
		JsonNode found = send("GET", object, "").body();
		assertThat(found.at("/metadata/uid").asText()).isEqualTo(uid);
		assertThat(found.at("/spec/replicas").isMissingNode()).isTrue();
	}

	@Test
	void refusesAPatchWhoseTestFails(TestInfo test) {
		ignored(test, "tested");
		Answer refused = patch(collection(test) + "/tested",
				"[{'op': 'test', 'path': '/metadata/uid', 'value': 'another'}, {'op': 'add', 'path': '/spec/replicas', 'value': 2}]");
		assertThat(refused.status()).isEqualTo(422);
		assertThat(refused.body().path("reason").asText()).isEqualTo("Invalid");
		assertThat(refused.body().path("message").asText())
			.isEqualTo("the server rejected our request due to an error in our request");
	}

	@Test
	void deleteRequiresMatchingUid(TestInfo test) {
		String uid = ignored(test, "mine");
		Answer refused = send("DELETE", collection(test) + "/mine", "{\"preconditions\": {\"uid\": \"other\"}}");
		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.body().path("message").asText()).isEqualTo(
				"Operation cannot be fulfilled on SeldonDeployment.machinelearning.seldon.io \"mine\": the UID in"
						+ " the precondition (other) does not match the UID in record (" + uid
						+ "). The object might have been deleted and then recreated");
		assertThat(
				send("DELETE", collection(test) + "/mine", "{\"preconditions\": {\"uid\": \"" + uid + "\"}}").status())
			.isEqualTo(200);
		assertThat(send("GET", collection(test) + "/mine", "").status()).isEqualTo(404);
	}

	@Test
	void refusesAWriteBasedOnAnOldVersion(TestInfo test) {
		ConfigMap first = configMap(test, "versioned");
		CLUSTER.client().resource(new ConfigMapBuilder(first).addToData("a", "1").build()).update();
		Answer refused = send("PUT", "/api/v1/namespaces/" + namespace(test) + "/configmaps/versioned",
				Json.of(first).toString());
		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.body().path("reason").asText()).isEqualTo("Conflict");
	}

	@Test
	void raisesTheGenerationWithTheSpecOnly(TestInfo test) {
		ignored(test, "counted");
		String object = collection(test) + "/counted";
		Answer labelled = patch(object, "[{'op': 'add', 'path': '/metadata/labels/a', 'value': 'b'}]");
		assertThat(labelled.body().at("/metadata/generation").asInt()).isEqualTo(1);
		Answer told = patch(object + "/status", "[{'op': 'add', 'path': '/status', 'value': {'state': 'Creating'}}]");
		assertThat(told.body().at("/metadata/generation").asInt()).isEqualTo(1);
		assertThat(told.body().at("/status/state").asText()).isEqualTo("Creating");
		Answer scaled = patch(object,
				"[{'op': 'add', 'path': '/spec/replicas', 'value': 2}, {'op': 'add', 'path': '/status', 'value': {}}]");
		assertThat(scaled.body().at("/metadata/generation").asInt()).isEqualTo(2);
		assertThat(scaled.body().at("/status/state").asText()).isEqualTo("Creating");
	}

	@Test
	void selectsByLabelsAsARealServerDoes(TestInfo test) {
		for (String colour : List.of("red", "green", "blue")) {
			CLUSTER.client()
				.resource(new ConfigMapBuilder().withNewMetadata()
					.withNamespace(namespace(test))
					.withName(colour)
					.addToLabels("colour", colour)
					.endMetadata()
					.build())
				.create();
		}
		configMap(test, "plain");
		assertThat(names(test, "colour in (red, green)")).containsExactly("green", "red");
		assertThat(names(test, "colour notin (red,green)")).containsExactly("blue", "plain");
		assertThat(names(test, "colour,colour!=red")).containsExactly("blue", "green");
		assertThat(names(test, "!colour")).containsExactly("plain");
		assertThat(names(test, "colour=red")).containsExactly("red");
	}

	@Test
	void cutsAListAtItsLimit(TestInfo test) {
		List.of("a", "b", "c").forEach((name) -> configMap(test, name));
		var configMaps = CLUSTER.client().configMaps().inNamespace(namespace(test));
		var first = configMaps.list(new ListOptionsBuilder().withLimit(2L).build());
		assertThat(first.getItems()).hasSize(2);
		assertThat(first.getMetadata().getResourceVersion()).isNotEmpty();
		var second = configMaps
			.list(new ListOptionsBuilder().withLimit(2L).withContinue(first.getMetadata().getContinue()).build());
		assertThat(second.getItems()).singleElement().satisfies((last) -> assertThat(name(last)).isEqualTo("c"));
	}

	@Test
	void watchStartsAfterResourceVersion(TestInfo test) throws InterruptedException {
		configMap(test, "before");
		var configMaps = CLUSTER.client().configMaps().inNamespace(namespace(test));
		String version = configMaps.list(new ListOptionsBuilder().withLimit(1L).build())
			.getMetadata()
			.getResourceVersion();
		configMap(test, "between");
		BlockingQueue<String> seen = new LinkedBlockingQueue<>();
		try (Watch watch = configMaps.watch(new ListOptionsBuilder().withResourceVersion(version).build(),
				new Listener(seen))) {
			assertThat(watch).isNotNull();
			configMap(test, "after");
			assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo("ADDED between");
			assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo("ADDED after");
		}
	}

	@Test
	void objectWithMissingOwnerIsDeleted(TestInfo test) {
		String configMaps = "/api/v1/namespaces/" + namespace(test) + "/configmaps";
		Answer created = send("POST", configMaps, """
				{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "straggler", "ownerReferences":
				  [{"apiVersion": "v1", "kind": "ConfigMap", "name": "owner", "uid": "gone"}]}}""");
		assertThat(created.status()).isEqualTo(201);
		assertThat(send("GET", configMaps + "/straggler", "").status()).isEqualTo(404);
	}

	@Test
	void servesTheSameObjectInAllVersions(TestInfo test) {
		String old = "/apis/machinelearning.seldon.io/v1alpha2/namespaces/" + namespace(test) + "/seldondeployments";
		String body = seldonDeployment("old", GRAPH).replace("seldon.io/v1\"", "seldon.io/v1alpha2\"");
		assertThat(send("POST", old, body).body().path("apiVersion").asText())
			.isEqualTo("machinelearning.seldon.io/v1alpha2");
		JsonNode found = send("GET", collection(test) + "/old", "").body();
		assertThat(found.path("apiVersion").asText()).isEqualTo("machinelearning.seldon.io/v1");
	}

	@Test
	void dropsUnknownFieldsWithAWarning(TestInfo test) {
		Answer created = send("POST", collection(test), seldonDeployment("warned", "\"foo\": 1, " + GRAPH));
		assertThat(created.status()).isEqualTo(201);
		assertThat(created.warning()).isEqualTo("299 - \"unknown field \\\"spec.foo\\\"\"");
		assertThat(created.body().at("/spec/foo").isMissingNode()).isTrue();
	}

	@Test
	void schemaAndWebhookRejectInvalidObjects(TestInfo test) {
		assertThat(refusal(test, "")).isEqualTo(
				"SeldonDeployment.machinelearning.seldon.io \"bad\" is invalid: spec.predictors: Required value");
		assertThat(refusal(test, "\"predictors\": [{\"name\": \"a\"}]")).isEqualTo(
				"SeldonDeployment.machinelearning.seldon.io \"bad\" is invalid: spec.predictors[0].graph: Required value");
		assertThat(refusal(test, "\"predictors\": [{\"name\": \"a\", \"graph\": {}}]"))
			.endsWith("spec.predictors[0].graph.name: Required value");
		assertThat(refusal(test, "\"replicas\": \"two\", " + GRAPH)).endsWith(
				"spec.replicas: Invalid value: \"string\": spec.replicas in body must be of type integer: \"string\"");
		String twice = GRAPH.substring(GRAPH.indexOf('{'), GRAPH.lastIndexOf(']'));
		assertThat(refusal(test, "\"predictors\": [" + twice + "," + twice + "]"))
			.startsWith("admission webhook \"v1.vseldondeployment.kb.io\" denied the request")
			.contains("spec.predictors[1]: Invalid value: \"default\": Duplicate predictor name");
	}

	@Test
	void unsupportedRequestsAreRejected(TestInfo test) {
		ignored(test, "plain");
		assertThat(send("GET", collection(test) + "/plain/scale", "").status()).isEqualTo(501);
		assertThat(send("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", "{}").status())
			.isEqualTo(501);
		assertThat(send("PATCH", collection(test) + "/plain", "{}", "application/apply-patch+yaml").status())
			.isEqualTo(501);
		assertThat(send("PATCH", collection(test) + "/plain", "{}", "application/strategic-merge-patch+json").status())
			.isEqualTo(415);
	}

	private static String refusal(TestInfo test, String spec) {
		Answer answer = send("POST", collection(test), seldonDeployment("bad", spec));
		assertThat(answer.status()).isEqualTo(422);
		return answer.body().path("message").asText();
	}

	/** Makes a SeldonDeployment that the operator lets be; gives its uid. */
	private static String ignored(TestInfo test, String name) {
		String body = seldonDeployment(name, GRAPH).replace("\"metadata\": {",
				"\"metadata\": {\"labels\": {\"seldon.io/controller-id\": \"another\"}, ");
		return send("POST", collection(test), body).body().at("/metadata/uid").asText();
	}

	private static ConfigMap configMap(TestInfo test, String name) {
		return CLUSTER.client()
			.resource(new ConfigMapBuilder().withNewMetadata()
				.withNamespace(namespace(test))
				.withName(name)
				.endMetadata()
				.build())
			.create();
	}

	private static List<String> names(TestInfo test, String selector) {
		return CLUSTER.client()
			.configMaps()
			.inNamespace(namespace(test))
			.list(new ListOptionsBuilder().withLabelSelector(selector).build())
			.getItems()
			.stream()
			.map(SimulatedApiServerTests::name)
			.toList();
	}

	private static String name(ConfigMap configMap) {
		return configMap.getMetadata().getName();
	}

	private static String namespace(TestInfo test) {
		return test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
	}

	private static String collection(TestInfo test) {
		return "/apis/machinelearning.seldon.io/v1/namespaces/" + namespace(test) + "/seldondeployments";
	}

	private static String seldonDeployment(String name, String spec) {
		return """
				{"apiVersion": "machinelearning.seldon.io/v1", "kind": "SeldonDeployment",
				 "metadata": {"name": "%s"}, "spec": {%s}}""".formatted(name, spec);
	}

	private static Answer patch(String path, String patch) {
		return send("PATCH", path, patch.replace('\'', '"'), "application/json-patch+json");
	}

	private static Answer send(String method, String path, String body) {
		return send(method, path, body, "application/json");
	}

	private static Answer send(String method, String path, String body, String contentType) {
		HttpRequest request = HttpRequest.newBuilder(URI.create(CLUSTER.url() + path))
			.timeout(Duration.ofSeconds(60))
			.header("Content-Type", contentType)
			.method(method, HttpRequest.BodyPublishers.ofString(body))
			.build();
		HttpResponse<String> response = HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
		return new Answer(response.statusCode(), response.headers().firstValue("Warning").orElse(""),
				Json.read(response.body()));
	}

	private record Answer(int status, String warning, JsonNode body) {

	}

	private record Listener(BlockingQueue<String> seen) implements Watcher<ConfigMap> {

		@Override
		public void eventReceived(Action action, ConfigMap resource) {
			this.seen.add(action + " " + name(resource));
		}

		@Override
		public void onClose(WatcherException cause) {
			this.seen.add("closed");
		}

	}

}
