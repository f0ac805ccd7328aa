package org.seldonruns.web.upload;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.DelegatingServletInputStream;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;

import org.seldonruns.run.request.Upload;
import org.seldonruns.web.TickingTimekeeper;
import org.seldonruns.web.problem.Problem;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class UploadReaderTests {

	private final TickingTimekeeper time = new TickingTimekeeper();

	private final UploadSettings settings = new UploadSettings(DataSize.ofKilobytes(10), DataSize.ofKilobytes(5),
			Duration.ofSeconds(30), DataSize.ofKilobytes(128));

	private final UploadBudget budget = new UploadBudget(settings);

	private final UploadReader reader = new UploadReader(settings, time);

	@Test
	void readsUploadWithinTimeout() {
		Upload upload = read(request(new Drip(10, Duration.ofSeconds(2), 'a')));
		assertThat(upload.bytes()).asString(StandardCharsets.US_ASCII).isEqualTo("a".repeat(10));
	}

	@Test
	void slowBodyTimesOut() {
		Drip drip = new Drip(Long.MAX_VALUE, Duration.ofSeconds(2), 'a');
		assertThatProblem(() -> read(request(drip)), ProblemType.UPLOAD_TIMEOUT, "30s");
		assertThat(drip.read).isEqualTo(15);
	}

	@Test
	void socketTimeoutIsReported() {
		InputStream silent = new Broken(new SocketTimeoutException());
		assertThatProblem(() -> read(request(silent)), ProblemType.UPLOAD_TIMEOUT, "end it");
	}

	@Test
	void incompleteBodyIsRejected() {
		InputStream broken = new Broken(new IOException("the secret inside"));
		assertThatProblem(() -> read(request(broken)), ProblemType.INVALID_UPLOAD, "incomplete");
	}

	@Test
	void endlessBodyIsReadUpToLimit() {
		Drip endless = new Drip(Long.MAX_VALUE, Duration.ZERO, 'a');
		assertThatProblem(() -> read(request(endless)), ProblemType.UPLOAD_TOO_LARGE, "10 KiB");
		assertThat(endless.read).isLessThan(20_000);
	}

	@Test
	void bodyWithTooLargeContentLengthIsNotRead() {
		Drip announced = new Drip(20_000, Duration.ZERO, 'a');
		assertThatProblem(() -> read(request(announced, 20_000)), ProblemType.UPLOAD_TOO_LARGE, "10 KiB");
		assertThat(announced.read).isZero();
	}

	@Test
	void uploadBeyondBudgetIsRejectedWhileReading() {
		try (UploadBudget.Reservation others = budget.open()) {
			others.add(124 * 1024);
			Drip large = new Drip(10 * 1024, Duration.ZERO, 'a');
			ProblemException rejection = catchThrowableOfType(ProblemException.class, () -> read(request(large)));
			assertThat(rejection.problem("/runs").status()).isEqualTo(503);
			assertThat(rejection.headers().getFirst("Retry-After")).isEqualTo("5");
			assertThat(large.read).isLessThan(10 * 1024);
			assertThat(read(request(new Drip(2 * 1024, Duration.ZERO, 'a'))).size()).isEqualTo(2 * 1024);
		}
		assertThat(read(request(new Drip(10 * 1024, Duration.ZERO, 'a'))).size()).isEqualTo(10 * 1024);
	}

	@Test
	void rejectedUploadReleasesItsBytes() {
		for (int i = 0; i < 100; i++) {
			assertThatProblem(() -> read(request(new Drip(20_000, Duration.ZERO, 'a'))), ProblemType.UPLOAD_TOO_LARGE,
					"10 KiB");
		}
	}

	@Test
	void largestBodyIsRead() {
		assertThat(read(request(new Drip(10 * 1024, Duration.ZERO, 'a'))).size()).isEqualTo(10 * 1024);
		assertThatProblem(() -> read(request(new Drip(10 * 1024 + 1, Duration.ZERO, 'a'))),
				ProblemType.UPLOAD_TOO_LARGE, "10 KiB");
	}

	private Upload read(HttpServletRequest request) {
		try (UploadBudget.Reservation memory = budget.open()) {
			return reader.read(request, memory).manifest();
		}
	}

	private static void assertThatProblem(ThrowingCallable reading, ProblemType type, String hint) {
		Problem problem = catchThrowableOfType(ProblemException.class, reading).problem("/runs");
		assertThat(problem.type()).isEqualTo(type.path());
		assertThat(problem.detail()).contains(hint).doesNotContain("secret");
	}

	private static MockHttpServletRequest request(InputStream body) {
		return request(body, -1);
	}

	private static MockHttpServletRequest request(InputStream body, long length) {
		MockHttpServletRequest request = new MockHttpServletRequest() {

			@Override
			public ServletInputStream getInputStream() {
				return new Body(body);
			}

			@Override
			public long getContentLengthLong() {
				return length;
			}

		};
		request.setContentType("application/yaml");
		return request;
	}

	/** The mock of Spring reads single bytes and never returns a partial buffer. */
	private static final class Body extends DelegatingServletInputStream {

		private Body(InputStream source) {
			super(source);
		}

		@Override
		public int read(byte[] into, int offset, int length) throws IOException {
			return getSourceStream().read(into, offset, length);
		}

	}

	/** A body whose reads fail. */
	private static final class Broken extends InputStream {

		private final IOException exception;

		private Broken(IOException exception) {
			this.exception = exception;
		}

		@Override
		public int read() throws IOException {
			throw exception;
		}

		@Override
		public int read(byte[] into, int offset, int length) throws IOException {
			throw exception;
		}

	}

	/** A body with a delay per byte, or without delays in one read. */
	private final class Drip extends InputStream {

		private final long size;

		private final Duration pause;

		private final char content;

		private long read;

		private Drip(long size, Duration pause, char content) {
			this.size = size;
			this.pause = pause;
			this.content = content;
		}

		@Override
		public int read() {
			time.pass(pause);
			return (read++ < size) ? content : -1;
		}

		@Override
		public int read(byte[] into, int offset, int length) {
			if (read >= size) {
				return -1;
			}
			time.pass(pause);
			int count = (int) Math.min(pause.isZero() ? length : 1, size - read);
			Arrays.fill(into, offset, offset + count, (byte) content);
			read += count;
			return count;
		}

	}

}
