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

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final TestCluster cluster = new TestCluster();

	private final List<Event> events = new CopyOnWriteArrayList<>();

	private final EventInformer watch = new EventInformer("here", cluster.client().v1().events().inNamespace("here"),
			events::add, cluster.time());

	@AfterEach
	void close() {
		watch.close();
		cluster.close();
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
		cluster.faults().fail(10, "list", "events", 403);

		watch.start();

		assertThat(watch.ready()).succeedsWithin(TIMEOUT)
			.satisfies(why -> assertThat(why).hasValueSatisfying(text -> assertThat(text)
				.startsWith("Events in namespace here cannot be watched: events is forbidden")));
		assertThat(cluster.time().pendingActions()).isZero();
	}

	@Test
	void stopsIfWatchIsForbidden() {
		cluster.faults().fail(10, "watch", "events", 403);

		start();

		await().atMost(TIMEOUT).until(() -> cluster.faults().count("watch", "events") == 1);
		await().during(Duration.ofMillis(300)).until(() -> cluster.time().pendingActions() == 0);
	}

	@ParameterizedTest
	@ValueSource(ints = { 404, 429, 500, 503 })
	void isReadyIfApiServerReturnsError(int code) {
		cluster.faults().fail(1, "list", "events", code);

		watch.start();

		assertThat(watch.ready()).succeedsWithin(TIMEOUT)
			.satisfies(why -> assertThat(why).hasValueSatisfying(text -> assertThat(text)
				.startsWith("Events in namespace here cannot be watched yet; the service retries: ")));
		await().atMost(TIMEOUT).until(() -> cluster.time().pendingActions() == 1);
		cluster.time().advance(Duration.ofSeconds(1));
		await().atMost(TIMEOUT).until(() -> cluster.faults().count("watch", "events") == 1);
	}

	@Test
	void closingEndsTheWatch() {
		int before = cluster.simulated().openWatches();
		start();
		await().atMost(TIMEOUT).until(() -> cluster.simulated().openWatches() == before + 1);

		watch.close();

		await().atMost(TIMEOUT).until(() -> cluster.simulated().openWatches() == before);
		assertThat(cluster.time().pendingActions()).isZero();
	}

	@Test
	void closingCancelsNextAttempt() {
		cluster.faults().fail(10, "list", "events", 500);
		watch.start();
		await().atMost(TIMEOUT).until(() -> cluster.time().pendingActions() == 1);

		watch.close();

		assertThat(cluster.time().pendingActions()).isZero();
	}

	@Test
	void sendsNoRequestAfterClose() {
		watch.close();

		watch.start();

		await().during(Duration.ofMillis(300)).until(() -> cluster.faults().requests().isEmpty());
	}

	@Test
	void closesWatchThatOpensAfterClose() {
		int before = cluster.simulated().openWatches();
		cluster.faults().delayAnswer(1, "list", "events", Duration.ofMillis(500));
		watch.start();
		await().atMost(TIMEOUT).until(() -> cluster.faults().count("list", "events") == 1);

		watch.close();

		await().atMost(TIMEOUT).until(() -> cluster.faults().count("watch", "events") == 1);
		await().atMost(TIMEOUT).until(() -> cluster.simulated().openWatches() == before);
		assertThat(cluster.time().pendingActions()).isZero();
	}

	private void start() {
		watch.start();
		assertThat(watch.ready()).succeedsWithin(TIMEOUT).isEqualTo(Optional.empty());
	}

	private void happens(String reason) {
		cluster.write(cluster.event("here", "somebody", reason));
	}

	private void awaitReasons(String... reasons) {
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(reasons()).containsExactly(reasons));
	}

	private List<String> reasons() {
		return events.stream().map(Event::getReason).toList();
	}

}
