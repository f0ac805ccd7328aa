package org.seldonruns.cluster.watch;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import org.junit.jupiter.api.Test;
import org.seldonruns.cluster.watch.UnclaimedEvents.Unclaimed;

import static org.assertj.core.api.Assertions.assertThat;

class UnclaimedEventsTests {

	private static final Instant SEEN = Instant.parse("2026-11-22T06:41:05Z");

	private final UnclaimedEvents unclaimed = new UnclaimedEvents(3);

	@Test
	void returnsEventsOnceInOrderOfArrival() {
		put("a", "pod");
		put("b", "other");
		put("c", "replicas");

		assertThat(take("replicas", "pod", "none")).containsExactly("a", "c");
		assertThat(take("replicas", "pod")).isEmpty();
		assertThat(take("other")).containsExactly("b");
	}

	@Test
	void evictsOldestEventWhenFull() {
		put("a", "pod");
		put("b", "pod");
		put("c", "pod");
		put("d", "other");

		assertThat(take("pod")).containsExactly("b", "c");
		assertThat(take("other")).containsExactly("d");
	}

	@Test
	void keepsLatestVersionAndFirstObservationTimeOfEvent() {
		put("a", "pod");
		put("b", "pod");
		Event later = event("a", "pod");
		later.setCount(2);

		unclaimed.put(later, SEEN.plusSeconds(9));

		List<Unclaimed> taken = unclaimed.take(Set.of("pod"));
		assertThat(taken).extracting(Unclaimed::event).containsExactly(event("b", "pod"), later);
		assertThat(taken).extracting(Unclaimed::seenAt).containsOnly(SEEN);
	}

	@Test
	void updatedEventMovesToEndOfEvictionOrder() {
		put("a", "pod");
		put("b", "pod");
		put("c", "pod");
		put("a", "pod");
		put("d", "pod");

		assertThat(take("pod")).containsExactly("c", "a", "d");
	}

	private void put(String uid, String about) {
		unclaimed.put(event(uid, about), SEEN);
	}

	private List<String> take(String... about) {
		return unclaimed.take(Set.of(about)).stream().map(each -> each.event().getMetadata().getUid()).toList();
	}

	private static Event event(String uid, String about) {
		return new EventBuilder().withNewMetadata()
			.withUid(uid)
			.endMetadata()
			.withNewInvolvedObject()
			.withUid(about)
			.endInvolvedObject()
			.build();
	}

}
