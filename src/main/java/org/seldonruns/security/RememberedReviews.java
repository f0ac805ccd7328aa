package org.seldonruns.security;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.AsyncCache;
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

	private final AsyncCache<K, Answer<V>> answers;

	RememberedReviews(SecuritySettings settings, Timekeeper timekeeper) {
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
			Answer<V> answer = review.get();
			shared.complete(answer);
			if (!(answer instanceof Answer.Accepted)) {
				answers.asMap().remove(question, shared);
			}
		}
		catch (RuntimeException | Error ex) {
			shared.completeExceptionally(ex);
		}
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
