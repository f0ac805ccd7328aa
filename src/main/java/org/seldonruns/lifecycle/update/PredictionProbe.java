package org.seldonruns.lifecycle.update;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.PredictionResponse;
import org.seldonruns.run.availability.PredictionCounts;
import org.seldonruns.run.prediction.PredictionResult;
import org.seldonruns.seldon.resource.PredictionEndpoint;
import org.seldonruns.time.Timekeeper;

/**
 * Sends one prediction a second to one predictor, also while earlier ones are not
 * answered, and counts the results. Those that are not answered when it is closed do not
 * count, nor do errors of the API server itself. Thread-safe.
 */
final class PredictionProbe implements AutoCloseable {

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private static final int MAX_PENDING = 10;

	private final String predictor;

	private final Function<PredictionEndpoint, CompletableFuture<PredictionResponse>> sender;

	private final Supplier<Optional<PredictionEndpoint>> endpoint;

	private final Timekeeper timekeeper;

	private final Duration timeout;

	/** The unanswered predictions, by their number. */
	private final Map<Integer, CompletableFuture<PredictionResponse>> pending = new HashMap<>();

	private final Map<String, Integer> answers = new LinkedHashMap<>();

	private final List<PredictionCounts.Failure> failures = new ArrayList<>();

	private int sent;

	private int failed;

	private Timekeeper.@Nullable Timer next;

	private boolean closed;

	/**
	 * Creates a probe.
	 * @param sender sends one prediction
	 * @param endpoint returns where the predictor answers now; empty to send nothing
	 */
	PredictionProbe(String predictor, Function<PredictionEndpoint, CompletableFuture<PredictionResponse>> sender,
			Supplier<Optional<PredictionEndpoint>> endpoint, Timekeeper timekeeper, Duration timeout) {
		this.predictor = predictor;
		this.sender = sender;
		this.endpoint = endpoint;
		this.timekeeper = timekeeper;
		this.timeout = timeout;
	}

	String predictor() {
		return predictor;
	}

	/** Sends a prediction, and the next ones until the probe is closed. */
	void send() {
		synchronized (this) {
			if (closed) {
				return;
			}
			next = timekeeper.after(INTERVAL, this::send);
			if (pending.size() >= MAX_PENDING) {
				return;
			}
		}
		endpoint.get().ifPresent(this::send);
	}

	private void send(PredictionEndpoint to) {
		Instant at = timekeeper.now();
		int number;
		CompletableFuture<PredictionResponse> answer = sender.apply(to);
		synchronized (this) {
			number = sent++;
			pending.put(number, answer);
		}
		Timekeeper.Timer timer = timekeeper.after(timeout, () -> answered(number, at, PredictionResult.TIMEOUT));
		var unused = answer.whenComplete((response, thrown) -> {
			timer.cancel();
			answered(number, at, result(response));
		});
		if (isClosed()) {
			close();
		}
	}

	/** Returns null if the response says nothing about the predictor. */
	private static @Nullable String result(@Nullable PredictionResponse response) {
		return switch (response) {
			case PredictionResponse.Answered answered -> Integer.toString(answered.status());
			case PredictionResponse.Broken broken -> PredictionResult.NO_ANSWER;
			case PredictionResponse.Unreachable unreachable -> PredictionResult.NO_ANSWER;
			case PredictionResponse.Rejected rejected -> null;
			case PredictionResponse.Unavailable unavailable -> null;
			case null -> null;
		};
	}

	private void answered(int number, Instant at, @Nullable String result) {
		CompletableFuture<PredictionResponse> answer;
		synchronized (this) {
			answer = pending.remove(number);
			if (answer == null) {
				return;
			}
			if (result != null) {
				count(at, result);
			}
		}
		answer.cancel(false);
	}

	private void count(Instant at, String result) {
		answers.merge(result, 1, Integer::sum);
		if (!result.startsWith("2")) {
			failed++;
			if (failures.size() < PredictionCounts.MAX_FAILURES) {
				failures.add(new PredictionCounts.Failure(at, result));
			}
		}
	}

	synchronized PredictionCounts counts() {
		return new PredictionCounts(answers, failed, failures);
	}

	private synchronized boolean isClosed() {
		return closed;
	}

	@Override
	public void close() {
		List<CompletableFuture<PredictionResponse>> unanswered;
		synchronized (this) {
			closed = true;
			if (next != null) {
				next.cancel();
			}
			unanswered = List.copyOf(pending.values());
			pending.clear();
		}
		unanswered.forEach(answer -> answer.cancel(false));
	}

}
