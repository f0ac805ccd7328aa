package org.seldonruns.cluster.orphan;

import java.time.Duration;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import org.junit.jupiter.api.Test;
import org.seldonruns.cluster.orphan.LeaseTracker.Owner;
import org.seldonruns.time.ManualTimekeeper;

import static org.assertj.core.api.Assertions.assertThat;

class LeaseTrackerTests {

	private static final Owner OTHER = new Owner("here", "other");

	private final ManualTimekeeper time = new ManualTimekeeper();

	private final LeaseTracker signs = new LeaseTracker(Duration.ofSeconds(15), time);

	@Test
	void hasNoInstancesAtFirst() {
		assertThat(signs.silent()).isEmpty();
		assertThat(signs.next()).isEmpty();
		assertThat(signs.isDead(OTHER)).isFalse();
	}

	@Test
	void requestsLeaseAfterTwoThirdsOfItsDuration() {
		signs.saw(lease("1"));
		time.advance(Duration.ofSeconds(10).minusNanos(1));
		assertThat(signs.silent()).isEmpty();
		assertThat(signs.next()).contains(Duration.ofNanos(1));
		time.advance(Duration.ofNanos(1));
		assertThat(signs.silent()).containsExactly(OTHER);
	}

	@Test
	void instanceIsDeadAfterTwoMisses() {
		signs.saw(lease("1"));
		time.advance(Duration.ofSeconds(10));
		signs.missed(OTHER);
		signs.saw(lease("1"));
		assertThat(signs.isDead(OTHER)).isFalse();
		assertThat(signs.silent()).isEmpty();
		assertThat(signs.next()).contains(Duration.ofSeconds(5));
		time.advance(Duration.ofSeconds(5));
		assertThat(signs.silent()).containsExactly(OTHER);
		signs.missed(OTHER);
		assertThat(signs.isDead(OTHER)).isTrue();
		assertThat(signs.silent()).isEmpty();
		assertThat(signs.next()).isEmpty();
	}

	@Test
	void renewalRestartsTime() {
		signs.saw(lease("1"));
		time.advance(Duration.ofSeconds(10));
		signs.missed(OTHER);
		signs.saw(lease("2"));
		time.advance(Duration.ofSeconds(9));
		assertThat(signs.silent()).isEmpty();
	}

	@Test
	void unchangedLeaseIsNoRenewal() {
		signs.saw(lease("1"));
		time.advance(Duration.ofSeconds(9));
		signs.saw(lease("1"));
		time.advance(Duration.ofSeconds(1));
		assertThat(signs.silent()).containsExactly(OTHER);
	}

	@Test
	void waitsEquallyLongForInstanceWithoutLease() {
		signs.expect(OTHER);
		time.advance(Duration.ofSeconds(5));
		signs.expect(OTHER);
		assertThat(signs.next()).contains(Duration.ofSeconds(5));
		time.advance(Duration.ofSeconds(5));
		assertThat(signs.silent()).containsExactly(OTHER);
	}

	@Test
	void restartRestartsTimeOfLiveInstances() {
		signs.saw(lease("1"));
		time.advance(Duration.ofSeconds(9));
		signs.restart();
		time.advance(Duration.ofSeconds(9));
		assertThat(signs.silent()).isEmpty();
		time.advance(Duration.ofSeconds(1));
		assertThat(signs.silent()).containsExactly(OTHER);
	}

	@Test
	void restartDoesNotReviveDeadInstances() {
		dies();
		signs.restart();
		assertThat(signs.isDead(OTHER)).isTrue();
	}

	@Test
	void renewedLeaseRevivesInstance() {
		dies();
		signs.saw(lease("2"));
		assertThat(signs.isDead(OTHER)).isFalse();
	}

	@Test
	void returnsLeasesOfDeadInstancesOnce() {
		signs.saw(lease("1"));
		assertThat(signs.takeLeasesOfTheDead()).isEmpty();
		dies();
		assertThat(signs.takeLeasesOfTheDead()).containsExactly(lease("1"));
		assertThat(signs.takeLeasesOfTheDead()).isEmpty();
		assertThat(signs.isDead(OTHER)).isTrue();
	}

	@Test
	void forgetsInstanceThatDeletedItsLease() {
		signs.saw(lease("1"));
		signs.gone(lease("1"));
		assertThat(signs.next()).isEmpty();
	}

	@Test
	void ignoresTimesInLease() {
		Lease future = lease("1");
		future.getSpec().setRenewTime(java.time.ZonedDateTime.parse("2036-01-01T00:00:00Z"));
		signs.saw(future);
		time.advance(Duration.ofSeconds(10));
		assertThat(signs.silent()).containsExactly(OTHER);
	}

	private void dies() {
		signs.saw(lease("1"));
		signs.missed(OTHER);
		signs.missed(OTHER);
	}

	private static Lease lease(String version) {
		return new LeaseBuilder().withNewMetadata()
			.withNamespace("here")
			.withName("seldon-runs-other")
			.addToLabels(RunMetadata.INSTANCE, "other")
			.withResourceVersion(version)
			.endMetadata()
			.withNewSpec()
			.endSpec()
			.build();
	}

}
