package org.seldonruns.security;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.time.Timekeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reviews of one kind, each remembered for a while; those who ask for the same at once
 * share one request. That the API server could not be asked is not remembered.
 *
 * @param <K> what is asked
 * @param <V> the verdict
 */
final class RememberedReviews<K, V> {

	private static final Logger log = LoggerFactory.getLogger(RememberedReviews.class);

	/** How long a question counts as accepted lately. */
	private static final Duration LATELY = Duration.ofMinutes(10);

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final AsyncCache<K, V> verdicts;

	/**
	 * The questions whose last answer was yes: a flood of other questions must not delay
	 * them.
	 */
	private final Cache<K, Boolean> accepted;

	private final Predicate<V> isYes;

	private final int maxReviews;

	private final Semaphore free;

	/**
	 * Creates a cache without verdicts.
	 * @param settings how long and how many verdicts are remembered, and how many
	 * requests are sent at the same time
	 * @param timekeeper the source of time
	 * @param isYes tells whether a verdict accepts a caller
	 */
	RememberedReviews(SecuritySettings settings, Timekeeper timekeeper, Predicate<V> isYes) {
		this.isYes = isYes;
		this.maxReviews = settings.maxReviews();
		this.free = new Semaphore(maxReviews);
		this.accepted = Caffeine.newBuilder()
			.maximumSize(settings.maxVerdicts())
			.expireAfterWrite(LATELY)
			.ticker(timekeeper::nanoTime)
			.executor(Runnable::run)
			.build();
		this.verdicts = Caffeine.newBuilder()
			.maximumSize(settings.maxVerdicts())
			.expireAfterWrite(settings.verdictAge())
			.ticker(timekeeper::nanoTime)
			.executor(Thread::startVirtualThread)
			.buildAsync();
	}

	/**
	 * Finds a verdict.
	 * @param question what is asked
	 * @param review asks the API server
	 * @return the verdict, not older than it may be
	 * @throws ReviewUnavailableException where the API server could not be asked
	 */
	V find(K question, Supplier<ApiResponse<V>> review) {
		CompletableFuture<V> verdict = verdicts.get(question,
				(key, executor) -> CompletableFuture.supplyAsync(() -> ask(question, review), executor));
		try {
			return verdict.join();
		}
		catch (CompletionException ex) {
			// The cache also drops what failed, but possibly after the next request.
			verdicts.asMap().remove(question, verdict);
			throw (ex.getCause() instanceof ReviewUnavailableException unavailable) ? unavailable : ex;
		}
	}

	private V ask(K question, Supplier<ApiResponse<V>> review) {
		boolean limited = accepted.getIfPresent(question) == null;
		if (limited && !free.tryAcquire()) {
			throw new ReviewUnavailableException(
					"the API server is reviewing as many callers as it may at the same time (%d, seldon-runs.security.max-reviews)"
						.formatted(maxReviews),
					RETRY_AFTER);
		}
		try {
			V verdict = verdict(review.get());
			if (isYes.test(verdict)) {
				accepted.put(question, true);
			}
			else {
				accepted.invalidate(question);
			}
			return verdict;
		}
		finally {
			if (limited) {
				free.release();
			}
		}
	}

	private static <V> V verdict(ApiResponse<V> answer) {
		return switch (answer) {
			case ApiResponse.Accepted<V>(V value, var warnings) -> value;
			case ApiResponse.Unavailable<V>(String message, var retryAfter) ->
				throw new ReviewUnavailableException(message, retryAfter);
			case ApiResponse.Refused<V>(int code, var reason, String message) -> {
				// The caller cannot change the permissions of the service.
				log.warn("The API server does not review callers for this service ({}): {}", code, message);
				throw new ReviewUnavailableException(
						"the API server does not review callers for this service; its log says why", null);
			}
		};
	}

}
