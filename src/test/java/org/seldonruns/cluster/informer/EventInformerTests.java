package org.seldonruns.cluster.informer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import io.fabric8.kubernetes.api.model.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seldonruns.cluster.adapter.TestCluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(120)
class EventInformerTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final TestCluster room = new TestCluster();

	private final List<Event> happened = new CopyOnWriteArrayList<>();

	private final EventInformer watch = new EventInformer("here", room.client().v1().events().inNamespace("here"),
			happened::add, room.time());

	@AfterEach
	void close() {
		watch.close();
		room.close();
	}

	@Test
	void showsNewEventsOnly() {
		happens("Old");
		start();

		happens("New");

		awaitReasons("New");
	}

	@Test
	void stopsIfListIsForbidden() {
		room.faults().fail(10, "list", "events", 403);

		watch.start();

		assertThat(watch.ready()).succeedsWithin(PATIENCE)
			.satisfies(why -> assertThat(why).hasValueSatisfying(text -> assertThat(text)
				.startsWith("Events in namespace here cannot be watched: events is forbidden")));
		assertThat(room.time().pendingActions()).isZero();
	}

	@Test
	void stopsIfWatchIsForbidden() {
		room.faults().fail(10, "watch", "events", 403);

		start();

		await().atMost(PATIENCE).until(() -> room.faults().count("watch", "events") == 1);
		await().during(Duration.ofMillis(300)).until(() -> room.time().pendingActions() == 0);
	}

	@ParameterizedTest
	@ValueSource(ints = { 404, 429, 500, 503 })
	void isReadyIfApiServerReturnsError(int code) {
		room.faults().fail(1, "list", "events", code);

		watch.start();

		assertThat(watch.ready()).succeedsWithin(PATIENCE)
			.satisfies(why -> assertThat(why).hasValueSatisfying(text -> assertThat(text)
				.startsWith("Events in namespace here cannot be watched yet; the service retries: ")));
		await().atMost(PATIENCE).until(() -> room.time().pendingActions() == 1);
		room.time().advance(Duration.ofSeconds(1));
		await().atMost(PATIENCE).until(() -> room.faults().count("watch", "events") == 1);
	}

	@Test
	void closingEndsTheWatch() {
		int before = room.simulated().openWatches();
		start();
		await().atMost(PATIENCE).until(() -> room.simulated().openWatches() == before + 1);

		watch.close();

		await().atMost(PATIENCE).until(() -> room.simulated().openWatches() == before);
		assertThat(room.time().pendingActions()).isZero();
	}

	@Test
	void closingCancelsNextAttempt() {
		room.faults().fail(10, "list", "events", 500);
		watch.start();
		await().atMost(PATIENCE).until(() -> room.time().pendingActions() == 1);

		watch.close();

		assertThat(room.time().pendingActions()).isZero();
	}

	@Test
	void sendsNoRequestAfterClose() {
		watch.close();

		watch.start();

		await().during(Duration.ofMillis(300)).until(() -> room.faults().requests().isEmpty());
	}

	@Test
	void closesWatchThatOpensAfterClose() {
		int before = room.simulated().openWatches();
		room.faults().delayAnswer(1, "list", "events", Duration.ofMillis(500));
		watch.start();
		await().atMost(PATIENCE).until(() -> room.faults().count("list", "events") == 1);

		watch.close();

		await().atMost(PATIENCE).until(() -> room.faults().count("watch", "events") == 1);
		await().atMost(PATIENCE).until(() -> room.simulated().openWatches() == before);
		assertThat(room.time().pendingActions()).isZero();
	}

	private void start() {
		watch.start();
		assertThat(watch.ready()).succeedsWithin(PATIENCE).isEqualTo(Optional.empty());
	}

	private void happens(String reason) {
		room.write(room.event("here", "somebody", reason));
	}

	private void awaitReasons(String... reasons) {
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(reasons()).containsExactly(reasons));
	}

	private List<String> reasons() {
		return happened.stream().map(Event::getReason).toList();
	}

}
