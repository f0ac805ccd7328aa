package org.seldonruns.cluster.orphan;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seldonruns.cluster.ClusterSettings;
import org.seldonruns.cluster.ResourceWatch;
import org.seldonruns.cluster.ScriptedServer;
import org.seldonruns.cluster.TestRuns;
import org.seldonruns.cluster.adapter.TestCluster;
import org.seldonruns.cluster.adapter.WiredCluster;
import org.seldonruns.cluster.client.InstanceId;
import org.seldonruns.time.Timekeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class LeaseHolderTests {

	private final TestCluster cluster = new TestCluster();

	@AfterEach
	void close() {
		cluster.close();
	}

	@Test
	void createsLeaseBeforeRunCreatesResource() {
		ResourceWatch watch = cluster.watch("here", "iris").watch();

		assertThat(leases("here")).singleElement().satisfies(lease -> {
			assertThat(lease.getMetadata().getName()).isEqualTo("seldon-runs-this-process");
			assertThat(lease.getMetadata().getLabels()).containsEntry(RunMetadata.INSTANCE, "this-process");
			assertThat(lease.getSpec().getHolderIdentity()).isEqualTo("this-process");
			assertThat(lease.getSpec().getLeaseDurationSeconds()).isEqualTo(15);
			assertThat(lease.getSpec().getRenewTime()).isEqualTo("2026-11-22T06:41:05.113Z");
		});
		watch.close();
	}

	@Test
	void isRenewedWhileThereAreRuns() {
		cluster.watch("here", "iris");

		passes(Duration.ofSeconds(5));

		await().untilAsserted(() -> assertThat(leases("here").getFirst().getSpec().getRenewTime())
			.isEqualTo("2026-11-22T06:41:10.113Z"));
	}

	@Test
	void runsOfNamespaceShareLeaseUntilLastEnds() {
		ResourceWatch one = cluster.watch("here", "one").watch();
		ResourceWatch two = cluster.watch("here", "two").watch();
		ResourceWatch elsewhere = cluster.watch("there", "one").watch();
		assertThat(leases("here")).hasSize(1);
		assertThat(leases("there")).hasSize(1);

		one.close();
		one.close();
		elsewhere.close();
		await().untilAsserted(() -> assertThat(leases("there")).isEmpty());
		assertThat(leases("here")).hasSize(1);

		two.close();
		await().untilAsserted(() -> assertThat(leases("here")).isEmpty());
	}

	@Test
	void nextRunCreatesLeaseAgain() {
		cluster.watch("here", "one").watch().close();
		await().untilAsserted(() -> assertThat(leases("here")).isEmpty());

		cluster.watch("here", "two");

		assertThat(leases("here")).hasSize(1);
	}

	@Test
	void retriesSoonIfApiServerIsUnavailable() {
		cluster.faults().fail(1, "patch", "leases", 503);
		ResourceWatch watch = cluster.cluster().watch(TestRuns.run(TestRuns.name("here", "iris"), cluster.time()));
		await().until(() -> cluster.faults().count("patch", "leases") == 1);
		assertThat(watch.ready()).isNotDone();

		passes(Duration.ofSeconds(1));

		await().untilAsserted(() -> assertThat(watch.ready()).isCompletedWithValue(Optional.empty()));
		assertThat(leases("here")).hasSize(1);
	}

	@Test
	void runsContinueIfLeaseIsForbidden() {
		cluster.faults().fail(100, "patch", "leases", 403);

		TestCluster.Watched watched = cluster.create("here", "iris");

		assertThat(leases("here")).isEmpty();
		assertThat(watched.reasons()).contains("LeaseRejected");
		assertThat(TestRuns.timeline(watched.run())).anySatisfy(entry -> assertThat(entry.message())
			.startsWith("The service has no Lease in this namespace, so that after a crash it deletes the resource "
					+ "only after the deadline of the run: leases"));
		Object record = cluster.resource("here", "iris")
			.get()
			.getMetadata()
			.getAnnotations()
			.get(RunMetadata.RUN_ANNOTATION);
		assertThat(record).asString().contains("\"leased\":false");
	}

	@Test
	void closeDeletesLeases() {
		cluster.watch("here", "iris");

		cluster.closesCluster();

		assertThat(leases("here")).isEmpty();
		assertThat(cluster.time().pendingActions()).isZero();
	}

	@Test
	void isRenewedAfterUnexpectedException() {
		FailingClock clock = new FailingClock(cluster.time());
		try (WiredCluster failing = new WiredCluster("failing", cluster.client(), new ClusterSettings(null, null,
				Duration.ofSeconds(5), Duration.ofSeconds(5), TestCluster.IDLE, TestCluster.LEASE), clock)) {
			clock.fails = true;
			ResourceWatch watch = failing.cluster().watch(TestRuns.run(TestRuns.name("here", "iris"), cluster.time()));
			await().until(() -> cluster.time().pendingActions() == 1);
			assertThat(leases("here")).isEmpty();

			clock.fails = false;
			passes(Duration.ofSeconds(1));

			await().untilAsserted(() -> assertThat(leases("here")).hasSize(1));
			watch.close();
		}
	}

	@Test
	void deletesLeaseWithVersionPrecondition() {
		try (ScriptedServer server = new ScriptedServer()) {
			server.respondWith(200,
					"""
							{"kind": "Lease", "apiVersion": "coordination.k8s.io/v1",
							 "metadata": {"name": "seldon-runs-me", "namespace": "here", "uid": "u7", "resourceVersion": "42"}}""");
			LeaseClient leaseClient = new LeaseClient(server.apiServer(), new InstanceId("me"),
					ScriptedServer.SETTINGS);
			LeaseHolder own = new LeaseHolder(leaseClient, ScriptedServer.SETTINGS, cluster.time());
			LeaseHolder.Hold hold = own.hold("here");
			assertThat(hold.settled()).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(Optional.empty());

			hold.close();

			await().untilAsserted(() -> assertThat(server.requests()).last().satisfies(request -> {
				assertThat(request.method()).isEqualTo("DELETE");
				assertThat(request.body()).contains("\"resourceVersion\":\"42\"", "\"uid\":\"u7\"");
			}));
		}
	}

	@Test
	void keepsLeaseForLaterRunOfNamespace() {
		for (int i = 0; i < 20; i++) {
			// A renewal at the same instant would change nothing.
			cluster.time().advance(Duration.ofMillis(1));
			ResourceWatch first = cluster.watch("here", "first-" + i).watch();
			await().untilAsserted(() -> assertThat(leases("here")).hasSize(1));
			first.close();
			cluster.time().advance(Duration.ofMillis(1));
			ResourceWatch second = cluster.watch("here", "second-" + i).watch();
			assertThat(leases("here")).hasSize(1);
			second.close();
		}
	}

	private void passes(Duration duration) {
		await().until(() -> cluster.time().pendingActions() > 0);
		cluster.time().advance(duration);
	}

	private List<Lease> leases(String namespace) {
		return cluster.simulated().client().leases().inNamespace(namespace).list().getItems();
	}

	/** A clock that can fail, as anything may in one round. */
	private static final class FailingClock implements Timekeeper {

		private final Timekeeper working;

		private volatile boolean fails;

		private FailingClock(Timekeeper working) {
			this.working = working;
		}

		@Override
		public Instant now() {
			if (fails) {
				throw new IllegalStateException("no time");
			}
			return working.now();
		}

		@Override
		public long nanoTime() {
			return working.nanoTime();
		}

		@Override
		public Timer after(Duration delay, Runnable action) {
			return working.after(delay, action);
		}

	}

}
