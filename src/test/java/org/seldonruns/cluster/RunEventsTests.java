package org.seldonruns.cluster;

import java.util.List;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seldonruns.cluster.TestCluster.Watched;
import org.seldonruns.run.Observation;
import org.seldonruns.seldon.SeldonDeployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(120)
class RunEventsTests {

	private final TestCluster room = new TestCluster();

	@AfterEach
	void close() {
		room.close();
	}

	@Test
	void filesTheEventsOfTheResourceAndOfAllItOwns() {
		Watched watched = room.create("here", "iris");

		watched.awaitReason("CreateDeployment");
		watched.awaitReason("ScalingReplicaSet");
		watched.awaitReason("SuccessfulCreate");
		watched.awaitReason("Started");
	}

	@Test
	void filesEventsThatCameBeforeTheRunWasToldTheUidInTheirOrder() {
		Watched watched = room.watch("here", "iris");
		SeldonDeployment created = watched.create();
		String uid = created.uid();
		Watched other = room.create("here", "other");
		List<String> reasons = List.of("First", "Second", "Third", "Fourth", "Fifth", "Sixth");
		reasons.forEach(reason -> room.write(room.event("here", uid, reason)));
		room.write(room.event("here", uidOf(other), "Last"));
		other.awaitReason("Last");
		assertThat(watched.reasons()).doesNotContain("First");

		watched.watch().bind(created);

		assertThat(watched.reasons().stream().filter(reasons::contains)).containsExactlyElementsOf(reasons);
	}

	@Test
	void filesEventsThatCameBeforeTheirObject() {
		Watched watched = room.create("here", "iris");
		watched.awaitAvailable();
		Pod pod = room
			.write(new PodBuilder().withNewMetadata().withName("late").withNamespace("here").endMetadata().build());
		room.write(room.event("here", pod.getMetadata().getUid(), "Early"));
		room.write(room.event("here", uidOf(watched), "Marker"));
		watched.awaitReason("Marker");
		assertThat(watched.reasons()).doesNotContain("Early");

		// Now only the watch of pods shows it, and whose it is.
		room.simulated()
			.client()
			.resource(pod)
			.edit(it -> new PodBuilder(it).editMetadata()
				.withResourceVersion(null)
				.addToLabels("seldon-deployment-id", "iris")
				.withOwnerReferences(new OwnerReferenceBuilder().withApiVersion(TestRuns.V1)
					.withKind("SeldonDeployment")
					.withName("iris")
					.withUid(uidOf(watched))
					.build())
				.endMetadata()
				.build());

		watched.awaitReason("Early");
	}

	@Test
	void countsAnEventThatIsUpdatedInPlace() {
		Watched watched = room.create("here", "iris");
		Event event = room.write(room.event("here", uidOf(watched), "Again"));
		watched.awaitReason("Again");

		event.setCount(4);
		room.simulated().client().resource(event).update();

		await().untilAsserted(
				() -> assertThat(TestRuns.timeline(watched.run())).filteredOn(seen -> seen.reason().equals("Again"))
					.extracting(Observation::count)
					.containsExactly(4));
	}

	@Test
	void leavesOutEventsOfOthersAndOlderOnes() {
		room.write(room.event("here", "somebody-elses", "Foreign"));
		Watched watched = room.create("here", "iris");
		room.write(room.event("here", "somebody-elses", "Foreign"));
		room.write(room.event("elsewhere", uidOf(watched), "Elsewhere"));
		room.write(room.event("here", uidOf(watched), "Marker"));

		watched.awaitReason("Marker");

		assertThat(watched.reasons()).doesNotContain("Foreign", "Elsewhere");
	}

	@Test
	void bearsEventsOfThingsWithoutUid() {
		Watched watched = room.watch("here", "iris");
		Event nobodys = room.event("here", "", "NodeReady");
		nobodys.getInvolvedObject().setUid(null);
		room.write(nobodys);

		watched.watch().bind(watched.create());
		room.write(room.event("here", uidOf(watched), "Marker"));

		watched.awaitReason("Marker");
		assertThat(watched.reasons()).doesNotContain("NodeReady");
	}

	private String uidOf(Watched watched) {
		return room.resource("here", watched.run().request().resource().name()).get().getMetadata().getUid();
	}

}
