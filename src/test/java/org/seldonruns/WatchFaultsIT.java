package org.seldonruns;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seldonruns.ProxyFault.Elsewhere;
import org.seldonruns.ProxyFault.Request;
import org.seldonruns.ProxyFault.Silence;
import tools.jackson.databind.JsonNode;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Tests watches that are interrupted, rejected, delayed, repeated or reordered. */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
@EnabledIfEnvironmentVariable(named = "KUBECONFIG_IT", matches = ".+")
class WatchFaultsIT {

	private final RealCluster cluster = new RealCluster();

	private final FaultProxy proxy = new FaultProxy(cluster.config());

	private ConfigurableApplicationContext context;

	private ServiceClient service;

	private String name = "";

	private String path = "";

	@BeforeAll
	void start(@TempDir Path folder) {
		context = RealCluster.serve(proxy.writeKubeconfig(folder.resolve("kubeconfig")),
				"--seldon-runs.cluster.request-timeout=3s", "--seldon-runs.cluster.write-timeout=3s");
		service = RealCluster.clientOf(context);
	}

	@BeforeEach
	void startARun(TestInfo test) {
		name = "watched-" + Integer.toUnsignedString(test.getDisplayName().hashCode(), 36);
		path = service.startText(RealCluster.manifest(name, "1h"), "?namespace=" + cluster.namespace() + "&timeout=1m");
		service.awaitStep(path, "AWAIT_READY");
	}

	@AfterEach
	void clear() {
		proxy.clear();
	}

	@AfterAll
	void close() {
		context.close();
		proxy.close();
		cluster.close();
	}

	@Test
	void runSucceedsIfWatchesAreInterruptedInEachStep() {
		proxy.dropWatches();
		cluster.makePodsReady(name, 1);
		service.awaitStep(path, "AWAIT_SCALED");
		proxy.dropWatches();
		Runnable release = proxy.hold(Request.write("DELETE", name));
		cluster.makePodsReady(name, 2);
		service.awaitStep(path, "DELETE");
		proxy.dropWatches();
		release.run();

		succeeds();
	}

	@ParameterizedTest
	@ValueSource(ints = { 410, 429, 500, 503 })
	void runSucceedsIfWatchesAreRejectedTemporarily(int code) {
		proxy.plan(10, Request::isWatch, ProxyFault.answer(code));
		proxy.dropWatches();

		succeeds();

		assertThat(proxy.left()).isLessThan(10);
	}

	@Test
	void runSucceedsIfRestartedWatchGetsNoResponse() {
		// The rejected watch is restarted with a list; the restarted watch gets no
		// response.
		proxy.plan(1, Request.watch("seldondeployments"), ProxyFault.answer(503));
		proxy.plan(1, Request.watch("seldondeployments"), new Silence(false));
		proxy.dropWatches();

		succeeds();

		assertThat(proxy.left()).isZero();
	}

	@Test
	void runSucceedsIfResourceVersionIsExpired() {
		proxy.plan(5, Request::isWatch, ProxyFault.fromTheBeginning());
		proxy.dropWatches();

		succeeds();

		assertThat(proxy.left()).isZero();
	}

	@Test
	void repeatedEventsAreRecordedOnce() {
		cluster.makePodsReady(name, 1);
		service.awaitStep(path, "AWAIT_SCALED");
		proxy.plan(5, Request::isWatch, new Elsewhere(
				target -> target.replaceFirst("resourceVersion=\\d+", "resourceVersion=" + firstVersion())));
		proxy.dropWatches();

		JsonNode run = succeeds();

		assertThat(proxy.left()).isZero();
		List<String> events = run.path("timeline")
			.valueStream()
			.filter(entry -> List.of("Created", "Started", "Scheduled").contains(entry.path("reason").asString()))
			.map(entry -> entry.path("kind").asString() + entry.path("name").asString()
					+ entry.path("reason").asString())
			.toList();
		assertThat(events).isNotEmpty().doesNotHaveDuplicates();
	}

	// The version in which the watches of this run's time began.
	private String firstVersion() {
		Pattern version = Pattern.compile("resourceVersion=(\\d+)");
		return proxy.requests()
			.stream()
			.filter(Request::isWatch)
			.map(request -> version.matcher(request.target()))
			.filter(Matcher::find)
			.map(found -> found.group(1))
			.findFirst()
			.orElseThrow();
	}

	@ParameterizedTest
	@ValueSource(strings = { "seldondeployments", "deployments", "replicasets", "pods", "events" })
	void runSucceedsIfWatchOfOneKindIsDelayed(String plural) {
		Runnable release = proxy.hold(Request.watch(plural));
		// Like a kubelet, until the state is reached: pods may be replaced meanwhile.
		await().until(() -> {
			cluster.makePodsReady(name, 0);
			return isAvailableOrGone();
		});
		release.run();

		succeeds();
	}

	private boolean isAvailableOrGone() {
		GenericKubernetesResource resource = cluster.resource(name).get();
		return resource == null || (resource.getAdditionalProperties().get("status") instanceof Map<?, ?> status
				&& "Available".equals(status.get("state")));
	}

	private JsonNode succeeds() {
		JsonNode run = await().until(() -> {
			cluster.makePodsReady(name, 0);
			return service.body(path);
		}, body -> !body.path("finishedAt").isNull());
		assertThat(run.path("status").asString()).as("%s", run).isEqualTo("SUCCEEDED");
		cluster.assertCreatedOnce(name);
		cluster.assertNothingIsLeft();
		return run;
	}

}
