package org.seldonruns.cluster.watch;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OwnerGraphTests {

	private final OwnerGraph ownership = new OwnerGraph();

	@Test
	void findsOwnerAtAnyDepth() {
		put("deployment", "root");
		put("replicas", "deployment");
		put("pod", "replicas");

		assertThat(ownership.rootOf("pod", "root"::equals)).contains("root");
		assertThat(ownership.rootOf("root", "root"::equals)).contains("root");
		assertThat(ownership.rootOf("pod", "other"::equals)).isEmpty();
		assertThat(ownership.rootOf("unknown", "root"::equals)).isEmpty();
	}

	@Test
	void acceptsObjectsInAnyOrder() {
		put("pod", "replicas");
		put("replicas", "deployment");
		assertThat(ownership.ownedBy("root")).isEmpty();

		put("deployment", "root");

		assertThat(ownedBy("root")).containsExactly("deployment", "replicas", "pod");
		assertThat(ownership.rootOf("pod", "root"::equals)).contains("root");
	}

	@Test
	void followsEachOfSeveralOwners() {
		put("shared", "one", "two");

		assertThat(ownedBy("one")).containsExactly("shared");
		assertThat(ownedBy("two")).containsExactly("shared");
		assertThat(ownership.rootOf("shared", "two"::equals)).contains("two");
		assertThat(ownership.rootOf("shared", Set.of("one", "two")::contains)).contains("one");
	}

	@Test
	void listsObjectWithTwoOwnersOnce() {
		put("left", "root");
		put("right", "root");
		put("both", "left", "right");

		assertThat(ownedBy("root")).containsExactlyInAnyOrder("left", "right", "both");
	}

	@Test
	void survivesACycle() {
		put("a", "b");
		put("b", "a");

		assertThat(ownership.rootOf("a", "root"::equals)).isEmpty();
		assertThat(ownedBy("a")).containsExactlyInAnyOrder("a", "b");
		ownership.remove("a");
		ownership.remove("b");
		assertThat(ownership.ownedBy("a")).isEmpty();
	}

	@Test
	void removesObjects() {
		put("deployment", "root");

		ownership.remove("deployment");
		ownership.remove("never there");

		assertThat(ownership.ownedBy("root")).isEmpty();
		assertThat(ownership.rootOf("deployment", "root"::equals)).isEmpty();
	}

	@Test
	void appliesChangeOfOwners() {
		put("pod", "one");
		put("pod", "two");

		assertThat(ownership.ownedBy("one")).isEmpty();
		assertThat(ownedBy("two")).containsExactly("pod");
	}

	@Test
	void findsRootOfPodWhoseReplicaSetIsRemoved() {
		put("deployment", "root");
		put("replicas", "deployment");
		put("pod", "replicas");

		ownership.remove("replicas");
		ownership.remove("deployment");

		assertThat(ownedBy("root")).containsExactly("pod");
		assertThat(ownership.rootOf("pod", "root"::equals)).contains("root");
		ownership.remove("pod");
		assertThat(ownership.ownedBy("root")).isEmpty();
		assertThat(ownership.rootOf("replicas", "root"::equals)).isEmpty();
	}

	@Test
	void findsObjectThatIsAddedAfterItsRemoval() {
		put("replicas", "root");
		put("pod", "replicas");
		ownership.remove("replicas");

		put("replicas", "root");

		assertThat(ownedBy("root")).containsExactly("replicas", "pod");
	}

	@Test
	void removesPlaceholderOfFormerOwner() {
		put("deployment", "root");
		put("replicas", "deployment");
		ownership.remove("deployment");

		put("replicas", "adopter");

		assertThat(ownership.size()).isOne();
	}

	@Test
	void keepsPlaceholderOfFormerOwnerWithOtherChildren() {
		put("deployment", "root");
		put("one", "deployment");
		put("two", "deployment");
		ownership.remove("deployment");

		put("one", "adopter");

		assertThat(ownership.rootOf("two", "root"::equals)).contains("root");
	}

	private Stream<String> ownedBy(String uid) {
		return ownership.ownedBy(uid).stream().map(object -> object.getMetadata().getUid());
	}

	@Test
	void listsObjectsWhoseOwnerHasNotBeenObserved() {
		put("pod", "replicaSet");
		put("other", "gone");
		assertThat(unconnected()).containsExactlyInAnyOrder("pod", "other");

		put("replicaSet", "deployment");
		put("deployment");
		ownership.remove("other");

		assertThat(unconnected()).isEmpty();
		ownership.remove("replicaSet");
		assertThat(unconnected()).isEmpty();
	}

	private List<String> unconnected() {
		return ownership.unconnected().stream().map(object -> object.getMetadata().getUid()).toList();
	}

	private void put(String uid, String... owners) {
		ownership.put(object(uid, owners));
	}

	private static HasMetadata object(String uid, String... owners) {
		OwnerReference[] references = Stream.of(owners)
			.map(owner -> new OwnerReferenceBuilder().withUid(owner).build())
			.toArray(OwnerReference[]::new);
		return new PodBuilder().withNewMetadata().withUid(uid).withOwnerReferences(references).endMetadata().build();
	}

}
