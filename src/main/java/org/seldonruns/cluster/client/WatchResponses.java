package org.seldonruns.cluster.client;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
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

/**
 * Adapts the responses to watches to what fabric8's {@code WatchHTTPManager} expects. It
 * decodes each chunk on its own, regards a watch as started with its first byte, and
 * neither reports a rejected watch nor tells apart why it was rejected.
 */
final class WatchResponses implements Interceptor {

	/** fabric8 refreshes the token. */
	private static final int UNAUTHORIZED = HttpURLConnection.HTTP_UNAUTHORIZED;

	/** fabric8 lists again. */
	private static final int GONE = HttpURLConnection.HTTP_GONE;

	private static final Set<Integer> REJECTED = Set.of(HttpURLConnection.HTTP_FORBIDDEN,
			HttpURLConnection.HTTP_NOT_FOUND);

	/** In bytes. */
	private static final long LONGEST_STATUS = 64 * 1024L;

	private final KubernetesSerialization serialization = new KubernetesSerialization();

	static boolean isWatch(Request request) {
		return "true".equals(request.url().queryParameter("watch"));
	}

	@Override
	public Response intercept(Chain chain) throws IOException {
		Response response = chain.proceed(chain.request());
		if (!isWatch(chain.request()) || response.code() == UNAUTHORIZED || response.code() == GONE) {
			return response;
		}
		if (response.isSuccessful()) {
			return withBody(response, new EventLines(chain.call(), response.body().source()));
		}
		try (response) {
			KubernetesClientException cause = cause(response);
			if (REJECTED.contains(response.code())) {
				// Of a response, fabric8 reports an error in the body alone.
				return withBody(response.newBuilder().code(HttpURLConnection.HTTP_OK).build(), new Rejection(cause));
			}
			throw new IOException(cause);
		}
	}

	private static Response withBody(Response response, Source source) {
		return response.newBuilder()
			.body(ResponseBody.create(Okio.buffer(source), response.body().contentType(), -1))
			.build();
	}

	private KubernetesClientException cause(Response response) throws IOException {
		String body = response.peekBody(LONGEST_STATUS).string();
		return new KubernetesClientException(new StatusBuilder().withCode(response.code())
			.withMessage(message(body).orElseGet(() -> "HTTP " + response.code()))
			.build());
	}

	private Optional<String> message(String body) {
		try {
			return Optional.ofNullable(serialization.unmarshal(body, Status.class)).map(Status::getMessage);
		}
		catch (RuntimeException ex) {
			// A proxy in between answers in HTML.
			return Optional.empty();
		}
	}

	/** The events, one in a line, in ASCII: fabric8 garbles any other character. */
	private static final class EventLines implements Source {

		private static final int FIRST_BEYOND_ASCII = 0x80;

		private final Call call;

		private final BufferedSource source;

		private final Lock reading = new ReentrantLock();

		/**
		 * Starts with a space, which JSON allows and which starts the watch for fabric8.
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
		 * Also ends a read that waits in another thread, with which a source must not be
		 * closed.
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

	/**
	 * A body that fails with what makes fabric8 hand a failure to who watches.
	 *
	 * @param cause the API server's answer
	 */
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
