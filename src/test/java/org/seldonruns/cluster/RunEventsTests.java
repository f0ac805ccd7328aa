package org.seldonruns.cluster;

import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seldonruns.cluster.adapter.TestCluster.Watched;
import org.seldonruns.cluster.adapter.TestCluster;
import org.seldonruns.run.Observation;
import org.seldonruns.seldon.resource.SeldonDeployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(120)
class RunEventsTests {

	private final TestCluster cluster = new TestCluster();

	@AfterEach
	void close() {
		cluster.close();
	}

	@Test
	void recordsEventsOfResourceAndOwnedObjects() {
		Watched watched = cluster.create("here", "iris");

		watched.awaitReason("CreateDeployment");
		watched.awaitReason("ScalingReplicaSet");
		watched.awaitReason("SuccessfulCreate");
		watched.awaitReason("Started");
	}

	@Test
	void recordsEventsOfOtherOwnedKinds() {
		Watched watched = cluster.create("here", "iris");
		watched.awaitAvailable();
		Map<String, String> label = Map.of("seldon-deployment-id", "iris");
		Pod pod = cluster.simulated().client().pods().inNamespace("here").list().getItems().getFirst();
		List<HasMetadata> others = List.of(
				new ServiceBuilder().withMetadata(owned("a-service", label, watched)).build(),
				new HorizontalPodAutoscalerBuilder().withMetadata(owned("an-autoscaler", label, watched)).build(),
				new PodDisruptionBudgetBuilder().withMetadata(owned("a-budget", label, watched)).build(),
				new PersistentVolumeClaimBuilder()
					.withMetadata(new ObjectMetaBuilder(owned("a-claim", Map.of(), watched)).editFirstOwnerReference()
						.withUid(pod.getMetadata().getUid())
						.endOwnerReference()
						.build())
					.build());

		for (HasMetadata other : others) {
			cluster
				.write(cluster.event("here", cluster.write(other).getMetadata().getUid(), "About-" + other.getKind()));
		}

		others.forEach(other -> watched.awaitReason("About-" + other.getKind()));
	}

	private ObjectMeta owned(String name, Map<String, String> labels, Watched watched) {
		return new ObjectMetaBuilder().withName(name)
			.withNamespace("here")
			.withLabels(labels)
			.withOwnerReferences(new OwnerReferenceBuilder().withApiVersion(TestRuns.V1)
				.withKind("SeldonDeployment")
				.withName("iris")
				.withUid(uidOf(watched))
				.build())
			.build();
	}

	@Test
	void recordsPhasesOfEachPodInOrder() {
		Watched watched = cluster.create("here", "iris");
		watched.awaitAvailable();
		watched.awaitReason("Started");

		cluster.resource("here", "iris").withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
		watched.awaitGone();

		List<String> life = List.of("PodCreated", "Scheduled", "Ready", "Deleting", "Gone");
		assertThat(TestRuns.timeline(watched.run())).filteredOn(seen -> seen.kind().equals("Pod"))
			.extracting(Observation::reason)
			.filteredOn(life::contains)
			.containsExactlyElementsOf(life);
	}

	@Test
	void recordsEventsBeforeBindingInOrder() {
		Watched watched = cluster.watch("here", "iris");
		SeldonDeployment created = watched.create();
		String uid = created.uid();
		Watched other = cluster.create("here", "other");
		List<String> reasons = List.of("First", "Second", "Third", "Fourth", "Fifth", "Sixth");
		reasons.forEach(reason -> cluster.write(cluster.event("here", uid, reason)));
		cluster.write(cluster.event("here", uidOf(other), "Last"));
		other.awaitReason("Last");
		assertThat(watched.reasons()).doesNotContain("First");

		watched.watch().bind(created);

		// The watch of resources may be showing it just then, and hand them on as well.
		watched.awaitReason("Sixth");
		assertThat(watched.reasons().stream().filter(reasons::contains)).containsExactlyElementsOf(reasons);
	}

	@Test
	void recordsEventsThatPrecedeTheirObject() {
		Watched watched = cluster.create("here", "iris");
		watched.awaitAvailable();
		Pod pod = cluster
			.write(new PodBuilder().withNewMetadata().withName("late").withNamespace("here").endMetadata().build());
		cluster.write(cluster.event("here", pod.getMetadata().getUid(), "Early"));
		cluster.write(cluster.event("here", uidOf(watched), "Marker"));
		watched.awaitReason("Marker");
		assertThat(watched.reasons()).doesNotContain("Early");

		// Now only the watch of pods shows it, and whose it is.
		cluster.simulated()
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
		Watched watched = cluster.create("here", "iris");
		Event event = cluster.write(cluster.event("here", uidOf(watched), "Again"));
		watched.awaitReason("Again");

		event.setCount(4);
		cluster.simulated().client().resource(event).update();

		await().untilAsserted(
				() -> assertThat(TestRuns.timeline(watched.run())).filteredOn(seen -> seen.reason().equals("Again"))
					.extracting(Observation::count)
					.containsExactly(4));
	}

	@Test
	void ignoresOlderEventsAndThoseOfOtherResources() {
		cluster.write(cluster.event("here", "somebody-elses", "Foreign"));
		Watched watched = cluster.create("here", "iris");
		cluster.write(cluster.event("here", "somebody-elses", "Foreign"));
		cluster.write(cluster.event("elsewhere", uidOf(watched), "Elsewhere"));
		cluster.write(cluster.event("here", uidOf(watched), "Marker"));

		watched.awaitReason("Marker");

		assertThat(watched.reasons()).doesNotContain("Foreign", "Elsewhere");
	}

	@Test
	void ignoresEventsAboutObjectsWithoutUid() {
		Watched watched = cluster.watch("here", "iris");
		Event nobodys = cluster.event("here", "", "NodeReady");
		nobodys.getInvolvedObject().setUid(null);
		cluster.write(nobodys);

		watched.watch().bind(watched.create());
		cluster.write(cluster.event("here", uidOf(watched), "Marker"));

		watched.awaitReason("Marker");
		assertThat(watched.reasons()).doesNotContain("NodeReady");
	}

	private String uidOf(Watched watched) {
		return cluster.resource("here", watched.run().request().resource().name()).get().getMetadata().getUid();
	}

}
