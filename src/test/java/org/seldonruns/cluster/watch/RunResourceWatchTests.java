package org.seldonruns.cluster.watch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seldonruns.cluster.TestRuns;
import org.seldonruns.cluster.adapter.TestCluster;
import org.seldonruns.cluster.adapter.TestCluster.Watched;
import org.seldonruns.run.Observation;
import org.seldonruns.seldon.resource.ObservedState;
import org.seldonruns.seldon.resource.ObservedState.Gone;
import org.seldonruns.seldon.resource.ObservedState.NotSeen;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.SeldonDeployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(120)
class RunResourceWatchTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final TestCluster cluster = new TestCluster();

	@AfterEach
	void close() {
		cluster.close();
	}

	@Test
	void showsNothingBeforeBinding() {
		Watched watched = cluster.watch("here", "iris");
		CompletableFuture<Boolean> present = watched.watch().await(RunResourceWatchTests::present);

		SeldonDeployment created = watched.create();

		assertThat(watched.watch().state()).isEqualTo(new NotSeen());
		assertThat(present).isNotDone();
		watched.watch().bind(created);
		assertThat(present).succeedsWithin(TIMEOUT).isEqualTo(true);
	}

	@Test
	void showsResourceDeploymentsAndOwnedObjects() {
		Watched watched = cluster.create("here", "iris");

		watched.awaitState(state -> state instanceof Present present && present.owned().size() == 5
				&& present.deployments().stream().anyMatch(deployment -> deployment.hasExactly(1)));

		Present present = (Present) watched.watch().state();
		assertThat(present.resource().name()).isEqualTo("iris");
		assertThat(present.deployments()).singleElement()
			.satisfies(deployment -> assertThat(deployment.name()).isEqualTo("iris-default-0-classifier"));
		assertThat(present.owned()).satisfiesExactlyInAnyOrder(it -> assertThat(it).isEqualTo("Service iris-default"),
				it -> assertThat(it).isEqualTo("Service iris-default-classifier"),
				it -> assertThat(it).isEqualTo("Deployment iris-default-0-classifier"),
				it -> assertThat(it).startsWith("ReplicaSet iris-default-0-classifier-"),
				it -> assertThat(it).startsWith("Pod iris-default-0-classifier-"));
	}

	@Test
	void showsDeletionOfOwnedObjectsAfterResource() {
		Watched watched = cluster.create("here", "iris");
		watched.awaitAvailable();
		cluster.simulated().behaviour().podGoneAfter(Duration.ofSeconds(2));
		CompletableFuture<List<String>> left = watched.watch()
			.await(state -> (state instanceof Gone gone) ? Optional.of(gone.left()) : Optional.empty());

		// A reconcile in progress would create the Deployment again.
		cluster.simulated()
			.operator()
			.whileHeld(() -> cluster.resource("here", "iris")
				.withPropagationPolicy(DeletionPropagation.BACKGROUND)
				.delete());

		assertThat(left).succeedsWithin(TIMEOUT);
		watched.awaitState(state -> state instanceof Gone gone && gone.left().size() == 1
				&& gone.left().getFirst().startsWith("Pod "));
		watched.awaitGone();
		assertThat(TestRuns.timeline(watched.run())).filteredOn(seen -> seen.reason().equals("Gone"))
			.extracting(Observation::kind)
			.containsExactlyInAnyOrder("SeldonDeployment", "Deployment", "Pod")
			.endsWith("Pod");
	}

	@Test
	void showsReplacementByObjectOfSameName() {
		Watched watched = cluster.create("here", "iris");
		watched.awaitAvailable();

		cluster.resource("here", "iris").withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
		watched.awaitState(state -> state instanceof Gone gone && !gone.replaced() && gone.left().isEmpty());
		CompletableFuture<String> replaced = watched.watch()
			.await(state -> (state instanceof Gone gone && gone.replaced()) ? Optional.of("replaced")
					: Optional.empty());
		cluster.create("here", "iris");

		assertThat(replaced).succeedsWithin(Duration.ofSeconds(20)).isEqualTo("replaced");
	}

	@Test
	void showsDeletionBeforeBinding() {
		Watched other = cluster.watch("here", "other");
		Watched watched = cluster.watch("here", "iris");
		SeldonDeployment created = watched.create();
		cluster.resource("here", "iris").withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
		// Watches deliver changes in order: when the later resource is observed, the
		// deletion has been observed too.
		other.watch().bind(other.create());
		other.awaitAvailable();

		watched.watch().bind(created);

		watched.awaitGone();
		assertThat(watched.reasons()).containsOnlyOnce("Gone");
	}

	@Test
	void awaitsEachStateAndIsCancelledWhenClosed() {
		Watched watched = cluster.watch("here", "iris");
		CompletableFuture<Boolean> present = watched.watch().await(RunResourceWatchTests::present);
		CompletableFuture<Boolean> gone = watched.watch().await(RunResourceWatchTests::gone);
		CompletableFuture<Boolean> never = watched.watch().await(state -> Optional.empty());

		watched.watch().bind(watched.create());
		assertThat(present).succeedsWithin(TIMEOUT);
		assertThat(gone).isNotDone();
		cluster.resource("here", "iris").withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
		assertThat(gone).succeedsWithin(TIMEOUT);

		assertThat(never).isNotDone();
		watched.watch().close();
		assertThat(never).isCancelled();
	}

	@Test
	void waitCompletesAtOnceIfConditionHolds() {
		Watched watched = cluster.create("here", "iris");
		watched.awaitAvailable();

		assertThat(watched.watch().await(RunResourceWatchTests::present)).isCompletedWithValue(true);
	}

	@Test
	void failingConditionFailsOnlyItsOwnWait() {
		Watched watched = cluster.watch("here", "iris");
		CompletableFuture<Boolean> broken = watched.watch().await(state -> {
			if (state instanceof Present) {
				throw new IllegalStateException("broken");
			}
			return Optional.empty();
		});
		CompletableFuture<Boolean> sound = watched.watch().await(RunResourceWatchTests::present);

		watched.watch().bind(watched.create());

		assertThat(sound).succeedsWithin(TIMEOUT);
		assertThat(broken).failsWithin(TIMEOUT).withThrowableThat().havingCause().withMessage("broken");
	}

	@Test
	void doesNotMixRunsWhoseNamesShareAPrefix() {
		Watched one = cluster.create("here", "iris");
		Watched two = cluster.create("here", "iris-two");
		one.awaitAvailable();
		two.awaitAvailable();

		cluster.resource("here", "iris").withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
		one.awaitGone();

		assertThat(two.watch().state()).isInstanceOfSatisfying(Present.class,
				present -> assertThat(present.owned()).hasSize(5).allMatch(owned -> owned.contains(" iris-two-")));
		assertThat(TestRuns.timeline(one.run())).noneMatch(seen -> seen.name().startsWith("iris-two"));
		assertThat(TestRuns.timeline(two.run())).allMatch(seen -> seen.name().startsWith("iris-two"));
	}

	@Test
	void receivesNothingAfterClose() {
		Watched watched = cluster.create("here", "iris");
		watched.awaitAvailable();
		watched.watch().close();
		Watched other = cluster.watch("here", "other");

		cluster.resource("here", "iris").withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
		await().until(() -> cluster.resource("here", "iris").get() == null);
		other.watch().bind(other.create());
		other.awaitAvailable();

		assertThat(watched.reasons()).doesNotContain("Gone");
	}

	private static Optional<Boolean> present(ObservedState state) {
		return (state instanceof Present) ? Optional.of(true) : Optional.empty();
	}

	private static Optional<Boolean> gone(ObservedState state) {
		return (state instanceof Gone) ? Optional.of(true) : Optional.empty();
	}

}
