package org.seldonruns.lifecycle.step;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.time.ManualTimekeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WaiterTests {

	private final ManualTimekeeper timekeeper = new ManualTimekeeper();

	private final Waiter waiter = new Waiter(timekeeper);

	private static final Diagnosis STOPPED = Diagnosis.of(Cause.CANCELLED, "stopped");

	private final Cancellation cancellation = new Cancellation();

	@AfterEach
	void leavesNoTimer() {
		assertThat(timekeeper.pendingActions()).isZero();
	}

	@Test
	void availableValueTakesPrecedence() {
		cancellation.request(STOPPED);
		assertThat(await(CompletableFuture.completedFuture("there"), Duration.ZERO))
			.isEqualTo(new WaitResult.Completed<>("there"));
	}

	@Test
	void isCancelledAtOnceIfRequestedBefore() {
		cancellation.request(STOPPED);
		cancellation.request(Diagnosis.of(Cause.CANCELLED, "stopped again"));
		CompletableFuture<String> never = new CompletableFuture<>();
		assertThat(await(never, Duration.ofSeconds(1))).isEqualTo(new WaitResult.Cancelled<>(STOPPED));
		assertThat(never).isCancelled();
	}

	@Test
	void throwsTheExceptionOfTheValue() {
		IllegalStateException broken = new IllegalStateException("a bug of ours");
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> await(CompletableFuture.failedFuture(broken), Duration.ofSeconds(1)))
			.withCause(broken);
	}

	@Test
	void endsAPauseOnCancellation() {
		cancellation.request(STOPPED);
		Optional<WaitResult<Boolean>> cut = waiter.pause(Duration.ofSeconds(1),
				timekeeper.deadline(Duration.ofSeconds(2)), cancellation);
		assertThat(cut).contains(new WaitResult.Cancelled<>(STOPPED));
	}

	private WaitResult<String> await(CompletableFuture<String> value, Duration timeout) {
		return waiter.await(value, timekeeper.deadline(timeout), cancellation);
	}

}
