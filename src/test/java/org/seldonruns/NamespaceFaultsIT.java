package org.seldonruns;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.seldonruns.ProxyFault.Request;
import tools.jackson.databind.JsonNode;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A namespace that goes, a kind that goes, and what else may be in the way there. */
@Timeout(90)
@TestInstance(Lifecycle.PER_CLASS)
@EnabledIfEnvironmentVariable(named = "KUBECONFIG_IT", matches = ".+")
class NamespaceFaultsIT {

	private static final String FINALIZER = "seldonruns.org/test-holds";

	private static final String LIMITED = """
			apiVersion: machinelearning.seldon.io/v1
			kind: SeldonDeployment
			metadata: {name: greedy}
			spec:
			  predictors:
			  - name: default
			    componentSpecs:
			    - spec:
			        containers:
			        - name: classifier
			          image: 'seldonio/mock_classifier:1.18.2'
			          resources: {requests: {cpu: '2'}, limits: {cpu: '2'}}
			    graph: {name: classifier, type: MODEL}
			""";

	private final RealCluster cluster = new RealCluster();

	private final FaultProxy proxy = new FaultProxy(cluster.config());

	private ConfigurableApplicationContext context;

	private ServiceClient service;

	private String namespace = "";

	@BeforeAll
	void start(@TempDir Path folder) {
		context = RealCluster.serve(proxy.writeKubeconfig(folder.resolve("kubeconfig")),
				"--seldon-runs.diagnosis.quota=2s");
		service = RealCluster.clientOf(context);
	}

	@BeforeEach
	void makeNamespace() {
		namespace = cluster.makeNamespace();
	}

	@AfterEach
	void removeNamespace() {
		cluster.client().namespaces().withName(namespace).delete();
	}

	@AfterAll
	void close() {
		context.close();
		proxy.close();
		cluster.close();
	}

	private String start(String name, String readyAfter, String more) {
		return service.startText(RealCluster.manifest(name, readyAfter),
				"?namespace=" + namespace + "&timeout=1m" + more);
	}

	@Test
	void reportsFinalizerThatBlocksDeletion() {
		String path = start("held", "1h", "&deleteTimeout=5s");
		service.awaitStep(path, "AWAIT_READY");
		patch("held", "{\"metadata\":{\"finalizers\":[\"" + FINALIZER + "\"]}}");
		cluster.makePodsReady(namespace, "held", 1);
		service.awaitStep(path, "AWAIT_SCALED");
		cluster.makePodsReady(namespace, "held", 2);

		JsonNode run = service.awaitEnd(path);

		assertThat(run.path("failure").path("step").asString()).as("%s", run).isEqualTo("DELETE");
		assertThat(run.path("failure").path("cause").asString()).isEqualTo("DELETION_BLOCKED");
		assertThat(run.path("failure").path("detail").asString()).contains("SeldonDeployment held", FINALIZER);
		patch("held", "{\"metadata\":{\"finalizers\":null}}");
		await().untilAsserted(() -> assertThat(cluster.left(namespace)).isEmpty());
		JsonNode later = service.awaitRun(path, ServiceClient::reportsResourceGone);
		assertThat(later.path("failure")).isEqualTo(run.path("failure"));
	}

	private void patch(String name, String patch) {
		cluster.resources(namespace).withName(name).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
	}

	@Test
	void namespaceDeletedDuringEachStep() {
		Map<String, String> causes = Map.of("AWAIT_READY", "DELETED_BY_ANOTHER", "SCALE", "DELETED_BY_ANOTHER",
				"AWAIT_SCALED", "DELETED_BY_ANOTHER", "DELETE", "");
		Runnable release = proxy.hold(Request.write("PATCH", "in-scale").or(Request.write("DELETE", "in-delete")));
		Map<String, String> namespaces = new LinkedHashMap<>();
		Map<String, String> runs = new LinkedHashMap<>();
		causes.keySet().forEach(step -> {
			String where = cluster.makeNamespace();
			namespaces.put(step, where);
			runs.put(step,
					service.startText(RealCluster.manifest(name(step), "1h"), "?namespace=" + where + "&timeout=1m"));
		});
		runs.forEach((step, path) -> bringTo(step, path, String.valueOf(namespaces.get(step))));

		namespaces.values().forEach(where -> cluster.client().namespaces().withName(where).delete());
		namespaces
			.forEach((step, where) -> await().until(() -> cluster.resources(where).withName(name(step)).get() == null));
		release.run();

		runs.forEach((step, path) -> {
			JsonNode run = service.awaitEnd(path);
			assertThat(run.path("failure").path("cause").asString("")).as("%s", run).isEqualTo(causes.get(step));
			assertThat(ServiceClient.step(run, "DELETE").path("status").asString()).isEqualTo("SUCCEEDED");
		});
	}

	private void bringTo(String step, String path, String where) {
		service.awaitStep(path, "AWAIT_READY");
		if (!step.equals("AWAIT_READY")) {
			cluster.makePodsReady(where, name(step), 1);
		}
		if (step.equals("DELETE")) {
			service.awaitStep(path, "AWAIT_SCALED");
			cluster.makePodsReady(where, name(step), 2);
		}
		service.awaitStep(path, step);
	}

	private static String name(String step) {
		return "in-" + step.toLowerCase(Locale.ROOT).replace('_', '-');
	}

	@Test
	void terminatingNamespaceRejectsCreate() {
		cluster.client()
			.configMaps()
			.inNamespace(namespace)
			.resource(new ConfigMapBuilder().withNewMetadata()
				.withName("held")
				.withFinalizers(FINALIZER)
				.endMetadata()
				.build())
			.create();
		cluster.client().namespaces().withName(namespace).delete();

		JsonNode run = service.awaitEnd(start("late", "0s", ""));

		cluster.client()
			.configMaps()
			.inNamespace(namespace)
			.withName("held")
			.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
		assertThat(run.path("failure").path("cause").asString()).as("%s", run).isEqualTo("REFUSED");
		assertThat(run.path("failure").path("detail").asString()).contains("because it is being terminated");
		assertThat(run.path("failure").path("evidence").path(0).asString()).contains("the namespace is being deleted");
	}

	@Test
	void quotaRejectsResource() {
		quota("count/seldondeployments.machinelearning.seldon.io", "0");

		JsonNode run = service.awaitEnd(start("one-too-many", "0s", ""));

		assertThat(run.path("failure").path("cause").asString()).as("%s", run).isEqualTo("REFUSED");
		assertThat(run.path("failure").path("detail").asString()).contains("exceeded quota");
		assertThat(cluster.left(namespace)).isEmpty();
	}

	@Test
	void quotaRejectsPodsOfScale() {
		quota("pods", "1");

		JsonNode run = service.awaitEnd(start("grows", "0s", ""));

		assertThat(run.path("failure").path("step").asString()).as("%s", run).isEqualTo("AWAIT_SCALED");
		assertThat(run.path("failure").path("cause").asString()).isEqualTo("QUOTA");
		assertThat(run.path("failure").path("detail").asString()).contains("exceeded quota");
		assertThat(cluster.left(namespace)).isEmpty();
	}

	private void quota(String what, String most) {
		cluster.client()
			.resourceQuotas()
			.inNamespace(namespace)
			.resource(new ResourceQuotaBuilder().withNewMetadata()
				.withName("few")
				.endMetadata()
				.withNewSpec()
				.addToHard(what, new Quantity(most))
				.endSpec()
				.build())
			.create();
		// The quota holds once it has been counted.
		await().until(() -> !cluster.client()
			.resourceQuotas()
			.inNamespace(namespace)
			.withName("few")
			.get()
			.getStatus()
			.getHard()
			.isEmpty());
	}

	@Test
	void limitRangeRejectsPods() {
		cluster.client()
			.limitRanges()
			.inNamespace(namespace)
			.resource(new LimitRangeBuilder().withNewMetadata()
				.withName("small")
				.endMetadata()
				.withNewSpec()
				.addNewLimit()
				.withType("Container")
				.addToMax("cpu", new Quantity("1"))
				.endLimit()
				.endSpec()
				.build())
			.create();

		JsonNode run = service.awaitEnd(service.startText(LIMITED, "?namespace=" + namespace + "&timeout=1m"));

		assertThat(run.path("failure").path("step").asString()).as("%s", run).isEqualTo("AWAIT_READY");
		assertThat(run.path("failure").path("cause").asString()).isEqualTo("QUOTA");
		assertThat(run.path("failure").path("detail").asString()).contains("maximum cpu usage per Container is 1");
		assertThat(cluster.left(namespace)).isEmpty();
	}

	@Test
	@EnabledIfEnvironmentVariable(named = "CLUSTER_IT_CONTROL", matches = ".+",
			disabledReason = "the cluster is not ours to take a kind from")
	void crdRemovedDuringRun() {
		String path = start("meanwhile", "1h", "");
		service.awaitStep(path, "AWAIT_READY");
		CustomResourceDefinition kind = removeTheKind();
		JsonNode meanwhile;
		JsonNode without;
		try {
			meanwhile = service.awaitEnd(path);
			without = service.awaitEnd(start("without", "0s", ""));
		}
		finally {
			restore(kind);
		}
		JsonNode after = service.awaitEnd(start("after", "0s", ""));

		assertThat(meanwhile.path("failure").path("cause").asString()).as("%s", meanwhile)
			.isEqualTo("DELETED_BY_ANOTHER");
		assertThat(without.path("failure").path("cause").asString()).as("%s", without).isEqualTo("REFUSED");
		assertThat(without.path("failure").path("detail").asString()).contains("install Seldon Core v1");
		assertThat(after.path("status").asString()).as("%s", after).isEqualTo("SUCCEEDED");
	}

	private CustomResourceDefinition removeTheKind() {
		var kinds = cluster.client().apiextensions().v1().customResourceDefinitions();
		CustomResourceDefinition kind = kinds.withName("seldondeployments.machinelearning.seldon.io").get();
		kinds.resource(kind).delete();
		await().until(() -> kinds.resource(kind).get() == null);
		return kind;
	}

	private void restore(CustomResourceDefinition kind) {
		kind.getMetadata().setResourceVersion(null);
		kind.getMetadata().setUid(null);
		kind.setStatus(null);
		cluster.client().apiextensions().v1().customResourceDefinitions().resource(kind).create();
		await().ignoreExceptions().until(() -> cluster.resources(namespace).list().getItems().isEmpty());
	}

}
