package org.seldonruns.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;

@Isolated("counts threads")
@Timeout(180)
class SimulatedClusterTests {

	private static final String NAMESPACE = "any";

	private final SimulatedCluster cluster = SimulatedCluster.start();

	@AfterEach
	void close() {
		this.cluster.close();
	}

	@Test
	void seldonDeploymentHasFullLifecycle() {
		Resource<GenericKubernetesResource> single = create("single");
		awaitState(single, "Available");
		single.withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
		awaitGone(single);
		assertThat(this.cluster.client().apps().deployments().inNamespace(NAMESPACE).list().getItems()).isEmpty();
		assertThat(pods()).isEmpty();
	}

	@Test
	void deletesTheDependentsFirstInTheForeground() {
		this.cluster.behaviour().podGoneAfter(Duration.ofMillis(100));
		Deletions deletions = deleteSingle(DeletionPropagation.FOREGROUND);
		assertThat(deletions.versionOf("Pod")).isLessThan(deletions.versionOf("Deployment"));
		assertThat(deletions.versionOf("Deployment")).isLessThan(deletions.versionOf("SeldonDeployment"));
	}

	@Test
	void deletesTheOwnerFirstInTheBackground() {
		Deletions deletions = deleteSingle(DeletionPropagation.BACKGROUND);
		assertThat(deletions.versionOf("SeldonDeployment")).isLessThan(deletions.versionOf("Deployment"));
		assertThat(deletions.versionOf("Deployment")).isLessThan(deletions.versionOf("Pod"));
	}

	@Test
	void schedulesAPodOnceItsClaimIsThere() {
		Resource<GenericKubernetesResource> unschedulable = create("unschedulable");
		await().untilAsserted(() -> assertThat(events("Pod")).singleElement().satisfies((event) -> {
			assertThat(event.getReason()).isEqualTo("FailedScheduling");
			assertThat(event.getMessage()).contains("persistentvolumeclaim \"missing\" not found");
		}));
		this.cluster.client()
			.resource(new PersistentVolumeClaimBuilder().withNewMetadata()
				.withNamespace(NAMESPACE)
				.withName("missing")
				.endMetadata()
				.build())
			.create();
		awaitState(unschedulable, "Available");
	}

	@Test
	void leavesAFailingPodWaiting() {
		create("image-pull");
		await().untilAsserted(() -> assertThat(pods()).singleElement()
			.satisfies((pod) -> assertThat(pod.getStatus().getContainerStatuses()).isNotEmpty()
				.allSatisfy((container) -> assertThat(container.getState().getWaiting().getReason())
					.isEqualTo("ImagePullBackOff"))));
		await().untilAsserted(() -> assertThat(events("Pod")).extracting(Event::getReason)
			.contains("Scheduled", "Created", "Failed", "BackOff"));
	}

	@Test
	void countsAnEventThatHappensAgainInPlace() {
		awaitState(create("bad-volume"), "Failed");
		await().untilAsserted(
				() -> assertThat(events("SeldonDeployment")).filteredOn((event) -> "Warning".equals(event.getType()))
					.singleElement()
					.satisfies((event) -> assertThat(event.getCount()).isGreaterThan(2)));
	}

	@Test
	void replicasStopAtLimit() {
		String deployment = "single-default-0-classifier";
		this.cluster.behaviour().limit(deployment, 1, 0);
		Resource<GenericKubernetesResource> single = create("single");
		await().untilAsserted(() -> assertThat(single.get().<Object>get("status", "replicas")).isEqualTo(1));
		assertThat(single.get().<Object>get("status", "state")).isEqualTo("Creating");
		this.cluster.behaviour().unlimited();
		awaitState(single, "Available");
	}

	@Test
	void watchesCanBeInterrupted() {
		this.cluster.faults().dropWatches();
		awaitState(create("single"), "Available");
	}

	@Test
	void endsAWatchFromAForgottenVersion() throws Exception {
		String version = this.cluster.client()
			.configMaps()
			.inNamespace(NAMESPACE)
			.list()
			.getMetadata()
			.getResourceVersion();
		this.cluster.client()
			.resource(new ConfigMapBuilder().withNewMetadata()
				.withNamespace(NAMESPACE)
				.withName("a")
				.endMetadata()
				.build())
			.create();
		this.cluster.forgetHistory();
		CompletableFuture<WatcherException> end = new CompletableFuture<>();
		try (Watch watch = this.cluster.client()
			.configMaps()
			.inNamespace(NAMESPACE)
			.watch(new ListOptionsBuilder().withResourceVersion(version).build(), new Ending<>(end))) {
			assertThat(watch).isNotNull();
			assertThat(end.get(60, TimeUnit.SECONDS).isHttpGone()).isTrue();
		}
	}

	/** Those of the JDK's HTTP client go with the client, when it is collected. */
	@Test
	void leavesNoThreadBehind() {
		awaitState(create("single"), "Available");
		this.cluster.close();
		await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.noneMatch((name) -> name.startsWith("simulated-") || name.startsWith("vert.x-")));
	}

	private Deletions deleteSingle(DeletionPropagation propagation) {
		Resource<GenericKubernetesResource> single = create("single");
		awaitState(single, "Available");
		var client = this.cluster.client();
		Deletions deletions = new Deletions();
		try (Watch owner = client.genericKubernetesResources("machinelearning.seldon.io/v1", "SeldonDeployment")
			.inNamespace(NAMESPACE)
			.watch(deletions.listener());
				Watch deployments = client.apps().deployments().inNamespace(NAMESPACE).watch(deletions.listener());
				Watch pods = client.pods().inNamespace(NAMESPACE).watch(deletions.listener())) {
			assertThat(List.of(owner, deployments, pods)).doesNotContainNull();
			await()
				.untilAsserted(() -> assertThat(deletions.watched).contains("SeldonDeployment", "Deployment", "Pod"));
			// A reconcile under way could make the Deployment anew.
			this.cluster.operator().whileHeld(() -> single.withPropagationPolicy(propagation).delete());
			await().untilAsserted(() -> assertThat(deletions.seen).extracting(HasMetadata::getKind)
				.containsExactlyInAnyOrder("SeldonDeployment", "Deployment", "Pod"));
		}
		return deletions;
	}

	private Resource<GenericKubernetesResource> create(String manifest) {
		GenericKubernetesResource parsed = this.cluster.client()
			.getKubernetesSerialization()
			.unmarshal(new Trace(manifest, List.of()).manifest(), GenericKubernetesResource.class);
		Resource<GenericKubernetesResource> resource = this.cluster.client()
			.genericKubernetesResources(parsed.getApiVersion(), parsed.getKind())
			.inNamespace(NAMESPACE)
			.resource(parsed);
		resource.create();
		return resource;
	}

	private List<Pod> pods() {
		return this.cluster.client().pods().inNamespace(NAMESPACE).list().getItems();
	}

	private List<Event> events(String kind) {
		return this.cluster.client()
			.v1()
			.events()
			.inNamespace(NAMESPACE)
			.list()
			.getItems()
			.stream()
			.filter((event) -> kind.equals(event.getInvolvedObject().getKind()))
			.toList();
	}

	private static void awaitState(Resource<GenericKubernetesResource> resource, String state) {
		await().untilAsserted(() -> assertThat(resource.get().<Object>get("status", "state")).isEqualTo(state));
	}

	private static void awaitGone(Resource<GenericKubernetesResource> resource) {
		await().until(() -> resource.get() == null);
	}

	private static ConditionFactory await() {
		return Awaitility.await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(60));
	}

	private static final class Deletions {

		private final List<HasMetadata> seen = new CopyOnWriteArrayList<>();

		/** The kinds whose watches have begun: they report the existing objects first. */
		private final Set<String> watched = ConcurrentHashMap.newKeySet();

		long versionOf(String kind) {
			return this.seen.stream()
				.filter((object) -> kind.equals(object.getKind()))
				.mapToLong((object) -> Long.parseLong(object.getMetadata().getResourceVersion()))
				.findFirst()
				.orElseThrow();
		}

		<T extends HasMetadata> Watcher<T> listener() {
			return new Watcher<>() {

				@Override
				public void eventReceived(Action action, T object) {
					Deletions.this.watched.add(object.getKind());
					if (action == Action.DELETED) {
						Deletions.this.seen.add(object);
					}
				}

				@Override
				public void onClose(WatcherException cause) {
					// The deadline of the test fails instead.
				}

			};
		}

	}

	private record Ending<T>(CompletableFuture<WatcherException> end) implements Watcher<T> {

		@Override
		public void eventReceived(Action action, T object) {
			this.end.completeExceptionally(new AssertionError(action + " " + object));
		}

		@Override
		public void onClose(WatcherException cause) {
			this.end.complete(cause);
		}

	}

}
