package org.seldonruns.lifecycle.update;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.Cluster;
import org.seldonruns.cluster.PredictionResponse;
import org.seldonruns.lifecycle.prediction.PredictionSettings;
import org.seldonruns.run.availability.PredictionCounts;
import org.seldonruns.run.prediction.PredictionResult;
import org.seldonruns.run.request.Upload;
import org.seldonruns.seldon.resource.PredictionEndpoint;
import org.seldonruns.time.Timekeeper;

/**
 * Sends one prediction a second to one predictor, whether or not the earlier ones were
 * answered, and counts the results. Those that are not answered when it is closed do not
 * count. Thread-safe.
 */
final class PredictionProbe implements AutoCloseable {

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	/** Enough to recognize an error of the API server. */
	private static final int KEPT = 16 * 1024;

	private final Cluster cluster;

	private final String namespace;

	private final PredictionEndpoint endpoint;

	private final byte[] body;

	private final Timekeeper timekeeper;

	private final PredictionSettings settings;

	/** The unanswered predictions, by their number. */
	private final Map<Integer, CompletableFuture<PredictionResponse>> pending = new HashMap<>();

	private final Map<String, Integer> answers = new LinkedHashMap<>();

	private final List<PredictionCounts.Failure> failures = new ArrayList<>();

	private int sent;

	private int failed;

	private Timekeeper.@Nullable Timer next;

	private boolean closed;

	PredictionProbe(Cluster cluster, String namespace, PredictionEndpoint endpoint, Upload body, Timekeeper timekeeper,
			PredictionSettings settings) {
		this.cluster = cluster;
		this.namespace = namespace;
		this.endpoint = endpoint;
		this.body = body.bytes();
		this.timekeeper = timekeeper;
		this.settings = settings;
	}

	String predictor() {
		return endpoint.predictor();
	}

	void start() {
		Instant at = timekeeper.now();
		int number;
		CompletableFuture<PredictionResponse> answer;
		synchronized (this) {
			if (closed) {
				return;
			}
			next = timekeeper.after(INTERVAL, this::start);
			answer = cluster.predict(namespace, endpoint, body, KEPT, settings.timeout().plusSeconds(1));
			number = sent++;
			pending.put(number, answer);
		}
		Timekeeper.Timer timeout = timekeeper.after(settings.timeout(),
				() -> answered(number, at, PredictionResult.TIMEOUT));
		var unused = answer.whenComplete((response, thrown) -> {
			timeout.cancel();
			answered(number, at, (response instanceof PredictionResponse.Answered answered)
					? Integer.toString(answered.status()) : PredictionResult.NO_ANSWER);
		});
	}

	private void answered(int number, Instant at, String result) {
		CompletableFuture<PredictionResponse> answer;
		synchronized (this) {
			answer = pending.remove(number);
			if (answer == null) {
				return;
			}
			answers.merge(result, 1, Integer::sum);
			if (!result.startsWith("2")) {
				failed++;
				if (failures.size() < PredictionCounts.MAX_FAILURES) {
					failures.add(new PredictionCounts.Failure(at, result));
				}
			}
		}
		answer.cancel(false);
	}

	synchronized PredictionCounts counts() {
		return new PredictionCounts(answers, failed, failures);
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
