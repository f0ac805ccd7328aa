package org.seldonruns.web.upload;

import java.time.Duration;
import java.util.concurrent.Semaphore;

import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;

/**
 * Limits how many bytes of uploads the service holds before their runs are admitted, over
 * all requests together. Safe for use by many threads.
 */
@Component
public class UploadBudget {

	/** The value of {@code Retry-After}: about the duration of an upload. */
	private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

	private final DataSize total;

	private final Semaphore free;

	UploadBudget(UploadSettings settings) {
		this.total = settings.maxTotal();
		this.free = new Semaphore(Math.toIntExact(total.toBytes()));
	}

	/**
	 * Opens a reservation that holds no bytes yet.
	 * @return the reservation, to be closed when the upload is no longer needed
	 */
	public Reservation open() {
		return new Reservation();
	}

	/** The bytes that one request has taken from the budget. Used by one thread. */
	public final class Reservation implements AutoCloseable {

		private int reserved;

		/**
		 * Takes bytes from the budget.
		 * @throws ProblemException if the budget is used up
		 */
		void add(int bytes) {
			if (!free.tryAcquire(bytes)) {
				throw new ProblemException(ProblemType.TOO_MANY_UPLOADS,
						"The concurrent uploads exceed %d KiB (seldon-runs.upload.max-total); retry later."
							.formatted(total.toKilobytes()))
					.retryAfter(RETRY_AFTER);
			}
			reserved += bytes;
		}

		@Override
		public void close() {
			free.release(reserved);
			reserved = 0;
		}

	}

}
