package org.seldonruns.security;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.seldonruns.cluster.Answer;
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

	private final AsyncCache<K, Answer<V>> answers;

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
		this.answers = Caffeine.newBuilder()
			.maximumSize(settings.maxVerdicts())
			.expireAfterWrite(settings.verdictAge())
			.ticker(timekeeper::nanoTime)
			.executor(Runnable::run)
			.buildAsync();
	}

	/**
	 * Finds a verdict.
	 * @param question what is asked
	 * @param review asks the API server
	 * @return the verdict, not older than it may be
	 * @throws ReviewUnavailableException where the API server could not be asked
	 */
	V find(K question, Supplier<Answer<V>> review) {
		CompletableFuture<Answer<V>> own = new CompletableFuture<>();
		AtomicBoolean first = new AtomicBoolean();
		CompletableFuture<Answer<V>> shared = answers.get(question, (key, executor) -> {
			first.set(true);
			return own;
		});
		if (first.get()) {
			ask(question, review, own);
		}
		return verdict(shared.join());
	}

	/** Asks on the thread of whoever was the first to ask. */
	private void ask(K question, Supplier<Answer<V>> review, CompletableFuture<Answer<V>> shared) {
		try {
			Answer<V> answer = limited(question, review);
			shared.complete(answer);
			if (!(answer instanceof Answer.Accepted)) {
				answers.asMap().remove(question, shared);
			}
		}
		catch (RuntimeException | Error ex) {
			shared.completeExceptionally(ex);
		}
	}

	private Answer<V> limited(K question, Supplier<Answer<V>> review) {
		if (accepted.getIfPresent(question) != null) {
			return remembered(question, review.get());
		}
		if (!free.tryAcquire()) {
			return new Answer.Unavailable<>(
					"the API server is reviewing as many callers as it may at the same time (%d, seldon-runs.security.max-reviews)"
						.formatted(maxReviews),
					RETRY_AFTER);
		}
		try {
			return remembered(question, review.get());
		}
		finally {
			free.release();
		}
	}

	private Answer<V> remembered(K question, Answer<V> answer) {
		if (answer instanceof Answer.Accepted<V>(V verdict, var warnings)) {
			if (isYes.test(verdict)) {
				accepted.put(question, true);
			}
			else {
				accepted.invalidate(question);
			}
		}
		return answer;
	}

	private static <V> V verdict(Answer<V> answer) {
		return switch (answer) {
			case Answer.Accepted<V>(V value, var warnings) -> value;
			case Answer.Unavailable<V>(String message, var retryAfter) ->
				throw new ReviewUnavailableException(message, retryAfter);
			case Answer.Refused<V>(int code, var reason, String message) -> {
				// Nothing that the caller could mend.
				log.warn("The API server does not review callers for this service ({}): {}", code, message);
				throw new ReviewUnavailableException(
						"the API server does not review callers for this service; its log says why", null);
			}
		};
	}

}
