package org.seldonruns.cluster.adapter;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.Cluster;
import org.seldonruns.cluster.NameHolder;
import org.seldonruns.cluster.ScriptedServer;
import org.seldonruns.cluster.TestRuns;
import org.seldonruns.cluster.orphan.RunMetadata;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.request.ResourceName;
import org.seldonruns.seldon.resource.PatchOperation;
import org.seldonruns.seldon.resource.ScalePatch;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.time.ManualTimekeeper;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class KubernetesClusterTests {

	private static final ResourceName NAME = TestRuns.name("here", "iris");

	private static final String COLLECTION = "/apis/machinelearning.seldon.io/v1/namespaces/here/seldondeployments";

	private final ScriptedServer server = new ScriptedServer();

	private final ManualTimekeeper time = new ManualTimekeeper();

	private final Run run = TestRuns.run(NAME, time);

	private final Cluster cluster = new WiredCluster("this-process", server.client(), ScriptedServer.SETTINGS, time)
		.cluster();

	@AfterEach
	void close() {
		server.close();
	}

	@Test
	void createsResourceWithLabelsInItsNamespace() {
		server.respondWith(201, resource(run.id().toString()));

		assertThat(cluster.create(run, TestRuns.manifest("iris"))).isInstanceOfSatisfying(ApiResponse.Accepted.class,
				answer -> assertThat(answer.value()).isInstanceOfSatisfying(SeldonDeployment.class,
						created -> assertThat(created.uid()).isEqualTo("u-1")));

		ScriptedServer.Request request = onlyRequest("POST",
				COLLECTION + "?fieldManager=seldon-runs&fieldValidation=Warn", "application/json");
		JsonNode metadata = json(request.body()).path("metadata");
		assertThat(json(request.body()).path("apiVersion").asText()).isEqualTo(TestRuns.V1);
		assertThat(json(request.body()).at("/spec/predictors/0/name").asText()).isEqualTo("default");
		assertThat(metadata.path("namespace").asText()).isEqualTo("here");
		assertThat(metadata.path("labels").path("team").asText()).isEqualTo("red");
		assertThat(metadata.path("labels").path(RunMetadata.RUN).asText()).isEqualTo(run.id().toString());
		assertThat(metadata.path("labels").path(RunMetadata.INSTANCE).asText()).isNotEmpty();
		assertThat(metadata.path("annotations").has(RunMetadata.RUN_ANNOTATION)).isTrue();
	}

	@Test
	void createsWithApiVersionOfManifest() {
		String version = "machinelearning.seldon.io/v1alpha2";
		ResourceName old = new ResourceName("here", version, "SeldonDeployment", "iris");
		server.respondWith(201, resource(""));

		cluster.create(TestRuns.run(old, time), TestRuns.manifest(version, "iris"));

		ScriptedServer.Request request = onlyRequest("POST",
				"/apis/machinelearning.seldon.io/v1alpha2/namespaces/here/seldondeployments?fieldManager=seldon-runs&fieldValidation=Warn",
				"application/json");
		assertThat(json(request.body()).path("apiVersion").asText()).isEqualTo(version);
	}

	@Test
	void usesStoredApiVersionAfterCreate() {
		ResourceName old = new ResourceName("here", "machinelearning.seldon.io/v1alpha2", "SeldonDeployment", "iris");

		cluster.delete(old, "u-1");

		assertThat(server.requests()).extracting(ScriptedServer.Request::target).containsExactly(COLLECTION + "/iris");
	}

	@Test
	void dryRunAddsNoLabels() {
		server.respondWith(201, resource(""));

		cluster.dryRun(TestRuns.request(NAME), TestRuns.manifest("iris"));

		ScriptedServer.Request request = onlyRequest("POST",
				COLLECTION + "?fieldManager=seldon-runs&fieldValidation=Warn&dryRun=All", "application/json");
		assertThat(request.body()).contains("\"namespace\":\"here\"").doesNotContain("seldonruns.org");
	}

	@Test
	void createWithUnreadableResponseIsUnavailable() {
		server.respondWith(201, "<html>");

		assertThat(cluster.create(run, TestRuns.manifest("iris"))).isInstanceOf(ApiResponse.Unavailable.class);
	}

	@Test
	void scalesWithOneJsonPatch() {
		server.respondWith(200, resource(""));
		ScalePatch scaling = new ScalePatch(List.of(new PatchOperation("test", "/metadata/uid", "u-1"),
				new PatchOperation("add", "/spec/replicas", 2)));

		assertThat(cluster.scale(NAME, scaling)).isInstanceOf(ApiResponse.Accepted.class);

		ScriptedServer.Request request = onlyRequest("PATCH", COLLECTION + "/iris?fieldManager=seldon-runs-scale",
				"application/json-patch+json");
		assertThat(json(request.body())).isEqualTo(json("""
				[{"op": "test", "path": "/metadata/uid", "value": "u-1"},
				 {"op": "add", "path": "/spec/replicas", "value": 2}]"""));
	}

	@Test
	void conflictingPatchIsUnavailable() {
		server.respondWith(409, status("Conflict", "the object has been modified"));

		assertThat(cluster.scale(NAME, new ScalePatch(List.of())))
			.isEqualTo(new ApiResponse.Unavailable<>("the object has been modified", null));
	}

	@Test
	void reportsFailedTestOfPatch() {
		server.respondWith(422, status("Invalid", "the server rejected our request"));

		assertThat(cluster.scale(NAME, new ScalePatch(List.of())))
			.isEqualTo(new ApiResponse.Rejected<>(422, Cluster.TEST_FAILED, "the server rejected our request"));
	}

	@Test
	void deletesInForegroundWithUidPrecondition() {
		assertThat(cluster.delete(NAME, "u-1")).isEqualTo(new ApiResponse.Accepted<>(new Cluster.Deleted(), List.of()));

		ScriptedServer.Request request = onlyRequest("DELETE", COLLECTION + "/iris", "application/json");
		JsonNode options = json(request.body());
		assertThat(options.path("kind").asText()).isEqualTo("DeleteOptions");
		assertThat(options.path("propagationPolicy").asText()).isEqualTo("Foreground");
		assertThat(options.at("/preconditions/uid").asText()).isEqualTo("u-1");
	}

	@Test
	void doesNotDeleteObjectWithOtherUid() {
		server.respondWith(409, status("Conflict", "the UID in the precondition does not match"));

		assertThat(cluster.delete(NAME, "u-1"))
			.isEqualTo(new ApiResponse.Rejected<>(409, "Conflict", "the UID in the precondition does not match"));
	}

	@Test
	void findsResourceOfRun() {
		server.respondWith(200, resource(run.id().toString()));

		assertThat(found()).isPresent();
		onlyRequest("GET", COLLECTION + "/iris", "application/json");
	}

	@Test
	void doesNotFindResourceOfOtherRun() {
		server.respondWith(200, resource(RunId.next().toString()));

		assertThat(found()).isEmpty();
	}

	@Test
	void returnsRunThatHoldsName() {
		server.respondWith(200, resource("some-run"));
		assertThat(cluster.holder(NAME))
			.isEqualTo(new ApiResponse.Accepted<>(new NameHolder.OfRun("some-run"), List.of()));

		server.respondWith(404, status("NotFound", "iris not found"));
		assertThat(cluster.holder(NAME)).isEqualTo(new ApiResponse.Accepted<>(new NameHolder.Unused(), List.of()));
	}

	@Test
	void findsNothingIfResourceDoesNotExist() {
		server.respondWith(404, status("NotFound", "iris not found"));

		assertThat(found()).isEmpty();
	}

	@Test
	void findIsUnavailableIfRequestFails() {
		server.respondWith(403, status("Forbidden", "no"));
		assertThat(cluster.findCreated(NAME, run.id())).isEqualTo(new ApiResponse.Rejected<>(403, "Forbidden", "no"));

		server.respondWith(500, status("InternalError", "down"));
		assertThat(cluster.findCreated(NAME, run.id()))
			.isEqualTo(new ApiResponse.Unavailable<>("the API server responded with 500: down", null));
	}

	private Optional<SeldonDeployment> found() {
		return switch (cluster.findCreated(NAME, run.id())) {
			case ApiResponse.Accepted<Optional<SeldonDeployment>>(var value, var warnings) -> value;
			case ApiResponse.Rejected<Optional<SeldonDeployment>> rejected -> throw new AssertionError(rejected);
			case ApiResponse.Unavailable<Optional<SeldonDeployment>> unavailable ->
				throw new AssertionError(unavailable);
		};
	}

	private ScriptedServer.Request onlyRequest(String method, String target, String contentType) {
		assertThat(server.requests()).singleElement().satisfies(request -> {
			assertThat(request.method()).isEqualTo(method);
			assertThat(request.target()).isEqualTo(target);
			if (!request.body().isEmpty()) {
				assertThat(request.contentType()).startsWith(contentType);
			}
		});
		return server.requests().getFirst();
	}

	private static JsonNode json(String text) {
		return new KubernetesSerialization().unmarshal(text, JsonNode.class);
	}

	private static String resource(String run) {
		return """
				{"apiVersion": "machinelearning.seldon.io/v1", "kind": "SeldonDeployment",
				 "metadata": {"name": "iris", "uid": "u-1", "resourceVersion": "7", "labels": {"seldonruns.org/run": "%s"}},
				 "spec": {}}"""
			.formatted(run);
	}

	private static String status(String reason, String message) {
		return "{\"kind\": \"Status\", \"status\": \"Failure\", \"reason\": \"%s\", \"message\": \"%s\"}"
			.formatted(reason, message);
	}

}
