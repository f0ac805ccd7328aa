package org.seldonruns.cluster.orphan;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.Cluster;
import org.seldonruns.cluster.RecoverableResource;
import org.seldonruns.cluster.ResourceWatch;
import org.seldonruns.cluster.TestRuns;
import org.seldonruns.cluster.adapter.TestCluster;
import org.seldonruns.cluster.adapter.WiredCluster;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.Observation;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.StepName;
import org.seldonruns.seldon.resource.ScalePatch;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.simulation.Faults;
import org.seldonruns.time.ManualTimekeeper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class OrphanDetectorsTests {

	private final TestCluster cluster = new TestCluster();

	/** It stands still, and with it the other instance, unless a test moves it on. */
	private final ManualTimekeeper othersTime = new ManualTimekeeper();

	private final WiredCluster other = cluster.instance("other-process", othersTime);

	private final List<RecoverableResource> found = new CopyOnWriteArrayList<>();

	private final Map<RunId, Observation> gone = new ConcurrentHashMap<>();

	@AfterEach
	void close() {
		cluster.faults().clear();
		other.close();
		cluster.close();
	}

	@Test
	void reportsOwnResourceAtOnce() {
		Run run = creates(cluster.cluster(), "here", "iris");

		looks();

		await().untilAsserted(() -> assertThat(found).hasSize(1));
		RecoverableResource leftover = found.getFirst();
		assertThat(leftover.own()).isTrue();
		assertThat(leftover.run()).isEqualTo(run.id());
		assertThat(leftover.resource().name()).isEqualTo("iris");
		assertThat(leftover.request().resource()).isEqualTo(TestRuns.name("here", "iris"));
		assertThat(leftover.request().parameters()).isEqualTo(run.request().parameters());
		assertThat(leftover.request().labels()).isEqualTo(run.request().labels());
		assertThat(leftover.createdAt()).isEqualTo(run.snapshot().createdAt());
		assertThat(leftover.reached()).isEqualTo(StepName.AWAIT_READY);
		assertThat(leftover.kept()).isNull();
	}

	@Test
	void ignoresResourceOfLiveInstance() {
		creates(other.cluster(), "here", "iris");
		looks();

		for (int i = 0; i < 10; i++) {
			await().until(() -> othersTime.pendingActions() > 0);
			othersTime.advance(Duration.ofSeconds(5));
			String now = othersTime.now().toString();
			await().untilAsserted(() -> assertThat(leases()).singleElement()
				.satisfies(lease -> assertThat(lease.getSpec().getRenewTime().toInstant()).hasToString(now)));
			cluster.time().advance(Duration.ofSeconds(5));
		}

		assertThat(found).isEmpty();
	}

	@Test
	void reportsOrphanOfDeadInstanceAndDeletesItsLease() {
		Run run = creates(other.cluster(), "here", "iris");
		looks();

		passesUntilFound(1);

		assertThat(found).singleElement().satisfies(leftover -> {
			assertThat(leftover.own()).isFalse();
			assertThat(leftover.run()).isEqualTo(run.id());
		});
		await().untilAsserted(() -> assertThat(leases()).isEmpty());
	}

	@Test
	void reportsOrphanOfInstanceWithoutLease() {
		creates(other.cluster(), "here", "iris");
		other.close();
		await().untilAsserted(() -> assertThat(leases()).isEmpty());

		looks();

		passesUntilFound(1);
	}

	@Test
	void instanceIsAliveWhileItsLeaseCannotBeRead() {
		creates(other.cluster(), "here", "iris");
		looks();
		cluster.faults().fail(10_000, "get", "leases", 503);

		for (int i = 0; i < 12; i++) {
			long requested = cluster.faults().count("get", "leases");
			cluster.time().advance(Duration.ofSeconds(10));
			await().until(() -> cluster.faults().count("get", "leases") > requested);
		}

		assertThat(found).isEmpty();
	}

	@Test
	void waitsForDeadlineOfRunWithoutLease() {
		cluster.faults().fail(10_000, "patch", "leases", 403);
		creates(other.cluster(), "here", "iris");
		looks();
		Instant deadline = cluster.time().now().plus(Duration.ofMinutes(22));

		await().until(() -> {
			cluster.time().advance(Duration.ofMinutes(1));
			return !found.isEmpty();
		});

		assertThat(cluster.time().now()).isBetween(deadline, deadline.plusSeconds(90));
	}

	@Test
	void ignoresCopyOfResourceWithLabels() {
		creates(other.cluster(), "here", "iris");
		GenericKubernetesResource copy = cluster.resource("here", "iris").get();
		copy.getMetadata().setName("copy");
		copy.getMetadata().setManagedFields(List.of());
		copy.getMetadata().setResourceVersion(null);
		cluster.write(copy);
		looks();

		passesUntilFound(1);

		assertThat(found).extracting(leftover -> leftover.resource().name()).containsExactly("iris");
	}

	@Test
	void ignoresResourceWithInvalidAnnotation(CapturedOutput output) {
		creates(cluster.cluster(), "here", "iris");
		cluster.resource("here", "iris")
			.patch(PatchContext.of(PatchType.JSON_MERGE),
					"{\"metadata\": {\"annotations\": {\"%s\": \"{\"}}}".formatted(RunMetadata.RUN_ANNOTATION));
		creates(cluster.cluster(), "here", "fine");

		looks();

		await().untilAsserted(
				() -> assertThat(found).extracting(leftover -> leftover.resource().name()).containsExactly("fine"));
		assertThat(output).contains(
				"Ignoring SeldonDeployment here/iris: its annotation seldonruns.org/record is missing or invalid");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "../../../../../api/v1/namespaces/kube-system/secrets/token" })
	void continuesAfterResourceWithInvalidInstance(String instance) {
		creates(other.cluster(), "here", "edited");
		creates(other.cluster(), "here", "iris");
		// The simulated operator may change the resource at the same time.
		await().ignoreException(KubernetesClientException.class)
			.untilAsserted(() -> cluster.resource("here", "edited").edit(edited -> {
				edited.getMetadata()
					.getAnnotations()
					.computeIfPresent(RunMetadata.RUN_ANNOTATION,
							(key, record) -> record.replace("other-process", instance));
				return edited;
			}));
		looks();

		passesUntilFound(1);

		assertThat(found).extracting(leftover -> leftover.resource().name()).containsExactly("iris");
		assertThat(cluster.faults().requests()).extracting(Faults.Request::resource).doesNotContain("secrets");
	}

	@Test
	void reportsProgressOfRun() {
		creates(cluster.cluster(), "here", "iris");
		SeldonDeployment resource = SeldonDeployment.of(cluster.resource("here", "iris").get());
		assertThat(cluster.cluster().scale(TestRuns.name("here", "iris"), ScalePatch.plan(resource, 3)))
			.isInstanceOf(ApiResponse.Accepted.class);

		looks();

		await().untilAsserted(() -> assertThat(found).hasSize(1));
		assertThat(found.getFirst().reached()).isEqualTo(StepName.AWAIT_SCALED);
	}

	@Test
	void reportsResultOfKeptRun() {
		Run run = creates(cluster.cluster(), "here", "iris");
		run.begin(StepName.CREATE, null);
		run.succeed(StepName.CREATE, "created iris");
		run.begin(StepName.AWAIT_READY, null);
		cluster.time().advance(Duration.ofSeconds(3));
		run.fail(StepName.AWAIT_READY,
				new Diagnosis(Cause.CRASH_LOOP, "it terminates repeatedly", List.of("exit code 1")));
		run.skip(StepName.SCALE, "AWAIT_READY failed");
		run.skip(StepName.AWAIT_SCALED, "AWAIT_READY failed");
		Instant until = cluster.time().now().plusSeconds(1800);
		run.created(SeldonDeployment.of(cluster.resource("here", "iris").get()).uid());
		assertThat(cluster.cluster().keep(run.summary(), until)).isInstanceOf(ApiResponse.Accepted.class);

		looks();

		await().untilAsserted(() -> assertThat(found).hasSize(1));
		assertThat(found.getFirst().kept()).isEqualTo(new RecoverableResource.Kept(until, run.summary().steps(),
				run.summary().components(), run.summary().warnings()));
	}

	@Test
	void doesNotKeepReplacedResource() {
		Run run = creates(cluster.cluster(), "here", "iris");
		run.created("another-uid");

		assertThat(cluster.cluster().keep(run.summary(), cluster.time().now()))
			.isInstanceOfSatisfying(ApiResponse.Rejected.class, rejected -> assertThat(rejected.code()).isEqualTo(409));
	}

	@Test
	void watchesNamespacesWithRunsIfClusterWideWatchIsForbidden(CapturedOutput output) {
		creates(other.cluster(), "there", "unseen");
		creates(other.cluster(), "here", "iris");
		watchWithoutClusterWidePermission(output);

		creates(cluster.cluster(), "here", "own");
		await().untilAsserted(() -> assertThat(found).hasSize(1));
		passesUntilFound(2);

		assertThat(found).extracting(leftover -> leftover.resource().name()).containsExactlyInAnyOrder("own", "iris");
	}

	@Test
	void stopsWatchingNamespaceWithoutRuns(CapturedOutput output) {
		watchWithoutClusterWidePermission(output);
		int before = cluster.simulated().openWatches();

		for (int i = 0; i < 5; i++) {
			cluster.watch("namespace-" + i, "iris").watch().close();
		}
		await().until(() -> {
			cluster.time().advance(TestCluster.IDLE);
			return cluster.simulated().openWatches() == before;
		});
	}

	@Test
	void watchesAllNamespacesOncePermitted(CapturedOutput output) {
		creates(other.cluster(), "there", "unseen");
		watchWithoutClusterWidePermission(output);
		await().until(() -> cluster.time().pendingActions() == 1);
		cluster.time().advance(Duration.ofSeconds(5));
		await().until(() -> cluster.time().pendingActions() == 1);
		cluster.faults().allowEverywhere();

		passesUntilFound(1);

		assertThat(found).singleElement().extracting(leftover -> leftover.resource().name()).isEqualTo("unseen");
		assertThat(output).containsOnlyOnce("Cannot watch all namespaces for orphaned resources")
			.contains("Watching all namespaces for orphaned resources of other instances again");
		long requested = listsOfLeases();
		cluster.time().advance(Duration.ofHours(1));
		assertThat(listsOfLeases()).isEqualTo(requested);
	}

	private void watchWithoutClusterWidePermission(CapturedOutput output) {
		cluster.faults().forbidEverywhere("list", "leases");
		looks();
		await().untilAsserted(() -> assertThat(output).contains("Cannot watch all namespaces for orphaned resources"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 403, 404 })
	void watchesNamespaceOncePermitted(int code, CapturedOutput output) {
		creates(other.cluster(), "here", "iris");
		cluster.faults().fail(2, "list", "seldondeployments", code);
		try (WiredCluster confined = cluster.confinedInstance("confined", "here")) {
			confined.leftovers().watch(found::add, gone::put);

			passesUntilFound(1);
		}

		assertThat(found).extracting(leftover -> leftover.resource().name()).containsExactly("iris");
		assertThat(output).containsOnlyOnce("Cannot watch namespace here for orphaned resources of other instances");
	}

	@Test
	void retriesWithGrowingPauses() {
		cluster.faults().fail(10_000, "list", "leases", 403);
		try (WiredCluster confined = cluster.confinedInstance("confined", "here")) {
			confined.leftovers().watch(found::add, gone::put);
			for (int attempts = 1; attempts < 10; attempts++) {
				long before = attempts;
				await().until(() -> listsOfLeases() == before && cluster.time().pendingActions() == 1);
				Duration pause = Duration.ofSeconds(Math.min(5L << (attempts - 1), 300));
				cluster.time().advance(pause.minusMillis(1));
				assertThat(cluster.time().pendingActions()).isOne();
				cluster.time().advance(Duration.ofMillis(1));
			}
		}

		await().until(() -> cluster.time().pendingActions() == 0);
	}

	@Test
	void reportsDeletionOfResource() {
		Run run = creates(cluster.cluster(), "here", "iris");
		String uid = cluster.resource("here", "iris").get().getMetadata().getUid();
		looks();
		await().untilAsserted(() -> assertThat(found).hasSize(1));

		cluster.resource("here", "iris").delete();

		await().untilAsserted(() -> assertThat(gone).containsEntry(run.id(),
				new Observation(uid + "-Gone", "SeldonDeployment", "iris", Observation.NORMAL, "Gone", "", 1)));
	}

	private long listsOfLeases() {
		return cluster.faults().count("list", "leases");
	}

	@Test
	void watchesAllowedNamespacesOnly() {
		creates(other.cluster(), "there", "elsewhere");
		creates(other.cluster(), "here", "iris");
		try (WiredCluster confined = cluster.confinedInstance("confined", "here")) {
			confined.leftovers().watch(found::add, gone::put);
			await().until(() -> cluster.faults().count("watch", "leases") > 0);
			passesUntilFound(1);
		}

		assertThat(found).extracting(leftover -> leftover.resource().name()).containsExactly("iris");
		assertThat(cluster.faults().requests()).filteredOn(request -> request.resource().equals("leases"))
			.filteredOn(request -> request.verb().equals("list") || request.verb().equals("watch"))
			.extracting(request -> request.namespace())
			.containsOnly("here");
	}

	private void looks() {
		cluster.leftovers().watch(found::add, gone::put);
		await()
			.until(() -> cluster.faults().count("watch", "leases") > 0 || cluster.faults().count("list", "leases") > 0);
	}

	private void passesUntilFound(int count) {
		await().until(() -> {
			cluster.time().advance(Duration.ofSeconds(5));
			return found.size() >= count;
		});
	}

	private Run creates(Cluster instance, String namespace, String name) {
		Run run = TestRuns.run(TestRuns.name(namespace, name), cluster.time());
		ResourceWatch watch = instance.watch(run);
		await().until(() -> watch.ready().isDone());
		assertThat(instance.create(run, TestRuns.manifest(name))).isInstanceOf(ApiResponse.Accepted.class);
		return run;
	}

	private List<Lease> leases() {
		return cluster.simulated().client().leases().inAnyNamespace().list().getItems();
	}

}
