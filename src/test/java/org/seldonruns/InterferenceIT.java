package org.seldonruns;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.seldonruns.ProxyFault.Request;
import tools.jackson.databind.JsonNode;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Another client changes, deletes or replaces the resource in each step. The pods become
 * ready when a test says so, and the proxy holds the writes, so that each run waits in
 * its step.
 */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
@EnabledIfEnvironmentVariable(named = "KUBECONFIG_IT", matches = ".+")
class InterferenceIT {

	private static final String GOES_ON = "";

	private static final String DELETED = "DELETED_BY_ANOTHER";

	private static final String REPLACED = "REPLACED_BY_ANOTHER";

	private static final String CHANGED = "CHANGED_BY_ANOTHER";

	private static final List<String> STEPS = List.of("AWAIT_READY", "SCALE", "AWAIT_SCALED", "DELETE");

	private final RealCluster cluster = new RealCluster();

	private final FaultProxy proxy = new FaultProxy(cluster.config());

	private final Map<String, String> runs = new LinkedHashMap<>();

	private final Map<String, Runnable> releases = new LinkedHashMap<>();

	private ConfigurableApplicationContext context;

	private ServiceClient service;

	/** A change by another client, with the expected cause per step. */
	enum Act {

		SCALES(GOES_ON, GOES_ON, CHANGED, GOES_ON), LABELS(GOES_ON, GOES_ON, GOES_ON, GOES_ON),
		RENAMES_PREDICTOR(GOES_ON, CHANGED, GOES_ON, GOES_ON), DELETES(DELETED, DELETED, DELETED, GOES_ON),
		REPLACES(REPLACED, REPLACED, REPLACED, GOES_ON);

		private final String awaitReady;

		private final String scale;

		private final String awaitScaled;

		private final String delete;

		Act(String awaitReady, String scale, String awaitScaled, String delete) {
			this.awaitReady = awaitReady;
			this.scale = scale;
			this.awaitScaled = awaitScaled;
			this.delete = delete;
		}

		String causeIn(String step) {
			return List.of(awaitReady, scale, awaitScaled, delete).get(STEPS.indexOf(step));
		}

	}

	/** One thing that somebody else does in one step. */
	record Case(Act act, String step) {

		String name() {
			return (act.name() + "-" + step).toLowerCase(Locale.ROOT).replace('_', '-');
		}

		@Override
		public String toString() {
			return name();
		}

	}

	static Stream<Case> cases() {
		return Arrays.stream(Act.values()).flatMap(act -> STEPS.stream().map(step -> new Case(act, step)));
	}

	@BeforeAll
	void startAll(@TempDir Path folder) {
		context = RealCluster.serve(proxy.writeKubeconfig(folder.resolve("kubeconfig")));
		service = RealCluster.clientOf(context);
		cases().forEach(each -> {
			String name = each.name();
			if (List.of("SCALE", "DELETE").contains(each.step())) {
				String write = each.step().equals("SCALE") ? "PATCH" : "DELETE";
				releases.put(name, proxy.hold(Request.write(write, name)));
			}
			runs.put(name, start(name));
		});
	}

	private String start(String name) {
		return service.startText(RealCluster.manifest(name, "1h"), "?namespace=" + cluster.namespace() + "&timeout=2m");
	}

	@AfterAll
	void close() {
		context.close();
		proxy.close();
		cluster.close();
	}

	@ParameterizedTest
	@MethodSource("cases")
	void interferenceIsReportedAndForeignObjectIsNotDeleted(Case what) {
		String name = what.name();
		String path = String.valueOf(runs.get(name));
		String uid = bringTo(what);

		execute(what);

		JsonNode run = finish(what);
		String cause = what.act().causeIn(what.step());
		assertThat(run.path("failure").path("cause").asString("")).as("%s", run).isEqualTo(cause);
		assertThat(run.path("status").asString()).isEqualTo(cause.isEmpty() ? "SUCCEEDED" : "FAILED");
		assertThat(ServiceClient.step(run, "DELETE").path("status").asString()).as("%s", run).isEqualTo("SUCCEEDED");
		assertThat(service.body(path).path("resource").path("uid").asString()).isEqualTo(uid);
		assertOnlyOthersAreLeft(what, uid);
	}

	private String bringTo(Case what) {
		int step = STEPS.indexOf(what.step());
		String path = String.valueOf(runs.get(what.name()));
		service.awaitStep(path, "AWAIT_READY");
		if (step >= STEPS.indexOf("SCALE")) {
			cluster.makePodsReady(what.name(), 1);
		}
		if (step >= STEPS.indexOf("DELETE")) {
			service.awaitStep(path, "AWAIT_SCALED");
			cluster.makePodsReady(what.name(), 2);
		}
		service.awaitStep(path, what.step());
		return cluster.resource(what.name()).get().getMetadata().getUid();
	}

	private void execute(Case what) {
		String name = what.name();
		switch (what.act()) {
			case SCALES -> patch(name, "{\"spec\":{\"replicas\":3}}");
			case LABELS -> patch(name, "{\"metadata\":{\"labels\":{\"somebody\":\"else\"}}}");
			case RENAMES_PREDICTOR -> cluster.resource(name)
				.patch(PatchContext.of(PatchType.JSON),
						"[{\"op\":\"replace\",\"path\":\"/spec/predictors/0/name\",\"value\":\"other\"}]");
			case DELETES -> delete(name);
			case REPLACES -> {
				delete(name);
				createAsSomebodyElse(name);
			}
		}
	}

	private GenericKubernetesResource createAsSomebodyElse(String name) {
		GenericKubernetesResource other = cluster.client()
			.getKubernetesSerialization()
			.unmarshal(RealCluster.manifest(name, "1h"), GenericKubernetesResource.class);
		return cluster.resources(cluster.namespace()).resource(other).create();
	}

	private void patch(String name, String patch) {
		cluster.resource(name).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
	}

	private void delete(String name) {
		cluster.resource(name).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
		await().until(() -> cluster.resource(name).get() == null);
	}

	private JsonNode finish(Case what) {
		Runnable release = releases.remove(what.name());
		if (release != null) {
			release.run();
		}
		String path = String.valueOf(runs.get(what.name()));
		boolean othersPods = what.act() == Act.REPLACES;
		return await().until(() -> {
			if (!othersPods) {
				cluster.makePodsReady(what.name(), 0);
			}
			return service.body(path);
		}, run -> !run.path("finishedAt").isNull());
	}

	private void assertOnlyOthersAreLeft(Case what, String uid) {
		GenericKubernetesResource left = cluster.resource(what.name()).get();
		if (what.act() != Act.REPLACES) {
			assertThat(left).isNull();
			return;
		}
		assertThat(left).isNotNull();
		assertThat(left.getMetadata().getUid()).isNotEqualTo(uid);
		assertThat(left.getMetadata().getDeletionTimestamp()).isNull();
		delete(what.name());
	}

	@Test
	void createReportsRunThatOwnsTheName() {
		String first = start("twice");
		String second = start("twice");
		List<JsonNode> both = Stream.of(first, second).map(service::body).toList();
		String refused = await().until(() -> both.stream()
			.map(run -> "/runs/" + run.path("id").asString())
			.filter(path -> !service.body(path).path("finishedAt").isNull())
			.findFirst()
			.orElse(null), Objects::nonNull);
		String other = refused.equals(first) ? second : first;

		String detail = service.body(refused).path("failure").path("detail").asString();
		assertThat(detail).contains("already exists")
			.contains("it belongs to run " + other.substring("/runs/".length()));
		cluster.makePodsReady("twice", 1);
		service.awaitStep(other, "AWAIT_SCALED");
		cluster.makePodsReady("twice", 2);
		assertThat(service.awaitEnd(other).path("status").asString()).isEqualTo("SUCCEEDED");
		cluster.assertCreatedOnce("twice");
	}

	@Test
	void existingObjectIsNotChanged() {
		String name = "taken";
		String uid = createAsSomebodyElse(name).getMetadata().getUid();

		JsonNode run = service.awaitEnd(start(name));

		assertThat(run.path("failure").path("cause").asString()).isEqualTo("REFUSED");
		assertThat(run.path("failure").path("detail").asString()).contains("already exists").doesNotContain("of run");
		assertThat(cluster.resource(name).get().getMetadata().getUid()).isEqualTo(uid);
		delete(name);
	}

}
