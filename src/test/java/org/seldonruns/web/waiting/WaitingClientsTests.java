package org.seldonruns.web.waiting;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.StepName;
import org.seldonruns.time.ManualTimekeeper;
import org.seldonruns.web.TestRuns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class WaitingClientsTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private final ManualTimekeeper time = new ManualTimekeeper();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final WaitingClients clients = new WaitingClients(new WaitingSettings(LONG, LONG, 3, 2), time, registry);

	private final Run run = new Run(RunId.next(), TestRuns.request(), 100, time);

	@Test
	void changeEndsWait() {
		try (WaitingClient client = clients.admit(null, run::onChange).orElseThrow()) {
			CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> client.await(LONG));
			awaitTimer();
			run.begin(StepName.CREATE, null);
			assertThat(waiting).succeedsWithin(60, TimeUnit.SECONDS).isEqualTo(true);
		}
		assertThat(time.pendingActions()).isZero();
	}

	@Test
	void changeBetweenTwoWaitsIsNotMissed() {
		try (WaitingClient client = clients.admit(null, run::onChange).orElseThrow()) {
			run.begin(StepName.CREATE, null);
			run.succeed(StepName.CREATE, "done");
			assertThat(client.await(LONG)).isTrue();
		}
	}

	@Test
	void waitTimesOut() {
		try (WaitingClient client = clients.admit(null, run::onChange).orElseThrow()) {
			CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> client.await(LONG));
			awaitTimer();
			time.advance(LONG);
			assertThat(waiting).succeedsWithin(60, TimeUnit.SECONDS).isEqualTo(false);
			assertThat(client.isDismissed()).isFalse();
		}
	}

	@Test
	void totalNumberIsLimited() {
		WaitingClient first = clients.admit(null, run::onChange).orElseThrow();
		WaitingClient second = clients.admit(null, run::onChange).orElseThrow();
		WaitingClient third = clients.admit(null, run::onChange).orElseThrow();
		assertThat(clients.admit(null, run::onChange)).isEmpty();
		assertThat(registry.get("seldon.runs.clients.waiting").gauge().value()).isEqualTo(3);

		first.close();

		assertThat(clients.admit(null, run::onChange)).isPresent();
		second.close();
		third.close();
	}

	@Test
	void numberPerCallerIsLimited() {
		WaitingClient first = clients.admit("ann", run::onChange).orElseThrow();
		WaitingClient second = clients.admit("ann", run::onChange).orElseThrow();
		assertThat(clients.admit("ann", run::onChange)).isEmpty();
		WaitingClient other = clients.admit("bob", run::onChange).orElseThrow();

		first.close();
		other.close();

		assertThat(clients.admit("ann", run::onChange)).isPresent();
		second.close();
	}

	@Test
	void stopDismissesAllClientsAndLaterOnes() {
		List<WaitingClient> waiting = new ArrayList<>(List.of(clients.admit(null, run::onChange).orElseThrow()));
		clients.close();
		waiting.add(clients.admit(null, run::onChange).orElseThrow());

		assertThat(waiting).allSatisfy(client -> {
			assertThat(client.isDismissed()).isTrue();
			assertThat(client.await(LONG)).isTrue();
		});
	}

	@Test
	void closedClientIsUnsubscribed() {
		List<String> calls = new ArrayList<>();
		clients.admit(null, wake -> {
			calls.add("subscribed");
			return () -> calls.add("closed");
		}).orElseThrow().close();

		assertThat(calls).containsExactly("subscribed", "closed");
	}

	private void awaitTimer() {
		await().until(() -> time.pendingActions() == 1);
	}

}
