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
 * Caches the results of reviews for a short time. Concurrent callers with the same key
 * share one request to the API server. Errors are not cached. Thread-safe.
 */
final class ReviewCache<K, V> {

	private static final Logger log = LoggerFactory.getLogger(ReviewCache.class);

	/** The time for which a key counts as recently accepted. */
	private static final Duration ACCEPTED_FOR = Duration.ofMinutes(10);

	private final AsyncCache<K, V> verdicts;

	/**
	 * The keys that were accepted recently. Their reviews are not limited, so that a
	 * flood of unknown callers does not block known ones.
	 */
	private final Cache<K, Boolean> accepted;

	private final Predicate<V> isAccepted;

	private final int maxReviews;

	private final Semaphore free;

	ReviewCache(SecuritySettings settings, Timekeeper timekeeper, Predicate<V> isAccepted) {
		this.isAccepted = isAccepted;
		this.maxReviews = settings.maxReviews();
		this.free = new Semaphore(maxReviews);
		this.accepted = Caffeine.newBuilder()
			.maximumSize(settings.maxVerdicts())
			.expireAfterWrite(ACCEPTED_FOR)
			.ticker(timekeeper::nanoTime)
			.executor(Runnable::run)
			.build();
		this.verdicts = Caffeine.newBuilder()
			.maximumSize(settings.maxVerdicts())
			.expireAfterWrite(settings.verdictAge())
			.ticker(timekeeper::nanoTime)
			.executor(Runnable::run)
			.buildAsync();
	}

	/**
	 * Returns the cached result or asks the API server.
	 * @throws ReviewUnavailableException if the API server gives no result
	 */
	V find(K key, Supplier<ApiResponse<V>> review) {
		CompletableFuture<V> own = new CompletableFuture<>();
		CompletableFuture<V> earlier = verdicts.asMap().putIfAbsent(key, own);
		if (earlier == null) {
			// On this thread. The cache removes a future that completes exceptionally.
			own.completeAsync(() -> review(key, review), Runnable::run);
		}
		try {
			return ((earlier != null) ? earlier : own).join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof ReviewUnavailableException unavailable) ? unavailable : ex;
		}
	}

	private V review(K key, Supplier<ApiResponse<V>> review) {
		boolean limited = accepted.getIfPresent(key) == null;
		if (limited && !free.tryAcquire()) {
			throw new ReviewUnavailableException(
					"too many concurrent reviews of callers (limit %d, seldon-runs.security.max-reviews)"
						.formatted(maxReviews),
					Duration.ofSeconds(1));
		}
		try {
			V verdict = verdict(review.get());
			if (isAccepted.test(verdict)) {
				accepted.put(key, true);
			}
			else {
				accepted.invalidate(key);
			}
			return verdict;
		}
		finally {
			if (limited) {
				free.release();
			}
		}
	}

	private static <V> V verdict(ApiResponse<V> response) {
		return switch (response) {
			case ApiResponse.Accepted<V>(V value, var warnings) -> value;
			case ApiResponse.Unavailable<V>(String message, var retryAfter, var webhook) ->
				throw new ReviewUnavailableException(message, retryAfter);
			case ApiResponse.Rejected<V>(int code, var reason, String message, var warnings) -> {
				// The caller cannot change the permissions of the service.
				log.warn("The API server rejects reviews of callers by this service ({}): {}", code, message);
				throw new ReviewUnavailableException(
						"the API server rejects reviews by this service; the log of the service has the reason", null);
			}
		};
	}

}
