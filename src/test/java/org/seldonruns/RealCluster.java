package org.seldonruns;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The real control plane that KUBECONFIG_IT names, with its operator and a namespace of
 * the test's own.
 */
final class RealCluster implements AutoCloseable {

	/** Which uids each name in the namespace ever had. */
	private final Map<String, Set<String>> uids = new ConcurrentHashMap<>();

	private final Config config = Config.fromKubeconfig(new File(kubeconfig()));

	private final ClusterOperator operator = new ClusterOperator();

	private final KubernetesClient client = operator.client();

	private final String namespace;

	RealCluster() {
		namespace = makeNamespace();
		var unused = resources(namespace).watch(new Watcher<>() {

			@Override
			public void eventReceived(Action action, GenericKubernetesResource resource) {
				uids.computeIfAbsent(resource.getMetadata().getName(), name -> ConcurrentHashMap.newKeySet())
					.add(resource.getMetadata().getUid());
			}

			@Override
			public void onClose(WatcherException cause) {
				uids.put("the watch has ended: " + cause, Set.of());
			}

		});
	}

	static String kubeconfig() {
		return String.valueOf(System.getenv("KUBECONFIG_IT"));
	}

	/**
	 * Stops or starts its API server; only where CLUSTER_IT_CONTROL names the script that
	 * may do so, since the cluster is nobody else's.
	 */
	static void control(String command) {
		try {
			Process process = new ProcessBuilder(String.valueOf(System.getenv("CLUSTER_IT_CONTROL")), command)
				.redirectOutput(Redirect.DISCARD)
				.redirectError(Redirect.DISCARD)
				.start();
			assertThat(process.waitFor(2, TimeUnit.MINUTES)).as(command).isTrue();
			assertThat(process.exitValue()).as(command).isZero();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(command, ex);
		}
	}

	Config config() {
		return config;
	}

	KubernetesClient client() {
		return client;
	}

	String namespace() {
		return namespace;
	}

	/** Makes one more namespace, which is the caller's to remove. */
	String makeNamespace() {
		return RealNamespace.make(client, Map.of());
	}

	/** Starts the service on a port of its own. */
	static ConfigurableApplicationContext serve(Path kubeconfig, String... settings) {
		List<String> arguments = new ArrayList<>(Arrays.asList(settings));
		arguments.add("--server.port=0");
		arguments.add("--seldon-runs.cluster.kubeconfig=" + kubeconfig);
		return SpringApplication.run(SeldonRunsApplication.class, arguments.toArray(String[]::new));
	}

	static ServiceClient clientOf(ConfigurableApplicationContext service) {
		return new ServiceClient(Integer.parseInt(service.getEnvironment().getRequiredProperty("local.server.port")));
	}

	/** A manifest whose pods are ready after some time. */
	static String manifest(String name, String readyAfter) {
		return """
				apiVersion: machinelearning.seldon.io/v1
				kind: SeldonDeployment
				metadata: {name: %s}
				spec:
				  predictors:
				  - name: default
				    componentSpecs:
				    - metadata: {annotations: {test/ready-after: %s}}
				      spec:
				        containers:
				        - {name: classifier, image: 'seldonio/mock_classifier:1.18.2'}
				    graph: {name: classifier, type: MODEL}
				""".formatted(name, readyAfter);
	}

	/** Somebody else's way to a resource. */
	Resource<GenericKubernetesResource> resource(String name) {
		return resources(namespace).withName(name);
	}

	NonNamespaceOperation<GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>> resources(
			String where) {
		return client.genericKubernetesResources("machinelearning.seldon.io/v1", "SeldonDeployment").inNamespace(where);
	}

	/**
	 * Makes the pods of a resource ready that the kubelet holds back, once so many are
	 * there.
	 */
	void makePodsReady(String name, int count) {
		makePodsReady(namespace, name, count);
	}

	void makePodsReady(String where, String name, int count) {
		await().ignoreExceptions().untilAsserted(() -> {
			List<Pod> pods = client.pods().inNamespace(where).withLabel("seldon-deployment-id", name).list().getItems();
			assertThat(pods).hasSizeGreaterThanOrEqualTo(count).allMatch(pod -> pod.getStatus().getPodIP() != null);
			pods.forEach(pod -> client.resource(pod).editStatus(RealCluster::ready));
		});
	}

	private static Pod ready(Pod pod) {
		return new PodBuilder(pod).editStatus()
			.withPhase("Running")
			.editMatchingCondition(condition -> condition.getType().equals("Ready"))
			.withStatus("True")
			.withReason(null)
			.endCondition()
			.editMatchingCondition(condition -> condition.getType().equals("ContainersReady"))
			.withStatus("True")
			.withReason(null)
			.endCondition()
			.endStatus()
			.build();
	}

	/** Exactly one object of the name was ever there. */
	void assertCreatedOnce(String name) {
		await().untilAsserted(() -> assertThat(uids.getOrDefault(name, Set.of())).as(name).hasSize(1));
	}

	void assertNothingIsLeft() {
		assertThat(left(namespace)).isEmpty();
	}

	List<String> left(String where) {
		return RealNamespace.left(client, where);
	}

	@Override
	public void close() {
		client.namespaces().withName(namespace).delete();
		operator.close();
	}

}
