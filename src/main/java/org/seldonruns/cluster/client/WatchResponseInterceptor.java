package org.seldonruns.cluster.client;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.Okio;
import okio.Source;
import okio.Timeout;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Works around gaps of fabric8's {@code WatchHTTPManager}: it decodes each chunk
 * separately, which breaks characters beyond ASCII; it regards a watch as started with
 * its first byte instead of the headers; and it retries a rejected watch without
 * reporting the error.
 */
final class WatchResponseInterceptor implements Interceptor {

	/** fabric8 refreshes the token after 401, and lists again after 410. */
	private static final Set<Integer> HANDLED = Set.of(401, 410);

	private static final Set<Integer> REJECTED = Set.of(403, 404);

	/** The maximum size of an error response that is parsed, in bytes. */
	private static final long MAX_STATUS_SIZE = 64 * 1024L;

	private static final JsonMapper JSON = JsonMapper.shared();

	static boolean isWatch(Request request) {
		return "true".equals(request.url().queryParameter("watch"));
	}

	@Override
	public Response intercept(Chain chain) throws IOException {
		Response response = chain.proceed(chain.request());
		if (!isWatch(chain.request()) || HANDLED.contains(response.code())) {
			return response;
		}
		if (response.isSuccessful()) {
			return withBody(response, new EventLines(chain.call(), response.body().source()));
		}
		try (response) {
			KubernetesClientException cause = cause(response);
			if (REJECTED.contains(response.code())) {
				// fabric8 reports only errors of the body.
				return withBody(response.newBuilder().code(200).build(), new Rejection(cause));
			}
			throw new IOException(cause);
		}
	}

	private static Response withBody(Response response, Source source) {
		return response.newBuilder()
			.body(ResponseBody.create(Okio.buffer(source), response.body().contentType(), -1))
			.build();
	}

	private static KubernetesClientException cause(Response response) throws IOException {
		String body = response.peekBody(MAX_STATUS_SIZE).string();
		return new KubernetesClientException(new StatusBuilder().withCode(response.code())
			.withMessage(message(body).orElseGet(() -> "HTTP " + response.code()))
			.build());
	}

	private static Optional<String> message(String body) {
		try {
			return JSON.readTree(body).path("message").asStringOpt();
		}
		catch (JacksonException ex) {
			// A proxy responds with HTML.
			return Optional.empty();
		}
	}

	/** The events, one per line, in ASCII. */
	private static final class EventLines implements Source {

		private static final int FIRST_BEYOND_ASCII = 0x80;

		private final Call call;

		private final BufferedSource source;

		private final Lock reading = new ReentrantLock();

		/**
		 * The first line is a space, which JSON allows and with which fabric8 regards the
		 * watch as started.
		 */
		private final Buffer line = new Buffer().writeByte(' ');

		private EventLines(Call call, BufferedSource source) {
			this.call = call;
			this.source = source;
		}

		@Override
		public long read(Buffer sink, long byteCount) throws IOException {
			reading.lock();
			try {
				if (line.exhausted()) {
					if (source.exhausted()) {
						return -1;
					}
					line.writeUtf8(escape(source.readUtf8LineStrict())).writeByte('\n');
				}
				return line.read(sink, byteCount);
			}
			finally {
				reading.unlock();
			}
		}

		private static String escape(String json) {
			if (json.chars().allMatch(each -> each < FIRST_BEYOND_ASCII)) {
				return json;
			}
			StringBuilder escaped = new StringBuilder();
			json.chars()
				.forEach(each -> escaped
					.append((each < FIRST_BEYOND_ASCII) ? Character.toString(each) : "\\u%04x".formatted(each)));
			return escaped.toString();
		}

		@Override
		public Timeout timeout() {
			return source.timeout();
		}

		/**
		 * Ends a read of another thread first: Okio does not allow to close a source
		 * during a read.
		 */
		@Override
		public void close() throws IOException {
			call.cancel();
			reading.lock();
			try {
				source.close();
			}
			finally {
				reading.unlock();
			}
		}

	}

	/** A body whose error fabric8 reports to the watcher. */
	private record Rejection(KubernetesClientException cause) implements Source {

		@Override
		public long read(Buffer sink, long byteCount) throws IOException {
			throw (IOException) new ProtocolException(cause.getMessage()).initCause(cause);
		}

		@Override
		public Timeout timeout() {
			return Timeout.NONE;
		}

		@Override
		public void close() {
			// Nothing is open.
		}

	}

}
