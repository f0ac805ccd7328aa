package org.seldonruns.cluster.client;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import okhttp3.Authenticator;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;

/**
 * Configures OkHttp so that requests and watches share HTTP/2 connections, and so that a
 * connection or a request without a response does not delay the others.
 */
final class KubernetesTransport extends OkHttpClientFactory {

	/**
	 * The read timeout of a watch over HTTP/1.1, which has no pings. The API server sends
	 * a bookmark about once a minute, so a longer silence means a dead connection.
	 */
	private static final Duration SILENCE_WITHOUT_PINGS = Duration.ofMinutes(3);

	private final Duration requestTimeout;

	private final Authenticator authenticator;

	private final RequestCounter counter;

	/**
	 * Creates a factory.
	 * @param requestTimeout the longest time to wait for the headers of a response, for a
	 * step of a TLS handshake, and for a connection to show that it is alive
	 * @param authenticator decides whether to repeat a request that the API server
	 * rejected with 401
	 */
	KubernetesTransport(Duration requestTimeout, Authenticator authenticator, RequestCounter counter) {
		this.requestTimeout = requestTimeout;
		this.authenticator = authenticator;
		this.counter = counter;
	}

	/** Each watch blocks a thread while it waits for events, so threads are virtual. */
	@Override
	protected Dispatcher initDispatcher() {
		Dispatcher dispatcher = new Dispatcher(
				Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("okhttp-", 0).factory()));
		dispatcher.setMaxRequests(Integer.MAX_VALUE);
		dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
		return dispatcher;
	}

	@Override
	protected void additionalConfig(OkHttpClient.Builder builder) {
		// OkHttp closes a connection if a ping has no response before the next one, so at
		// the latest two intervals after the connection died.
		builder.pingInterval(requestTimeout.dividedBy(2))
			.readTimeout(requestTimeout)
			// The caller retries, since it knows the deadline. A repeated create would
			// conflict with the first one.
			.retryOnConnectionFailure(false)
			// A model could redirect a prediction to any host, and OkHttp would repeat a
			// redirected create as a GET.
			.followRedirects(false)
			.followSslRedirects(false)
			.authenticator(authenticator)
			.addInterceptor(KubernetesTransport::readUntilTimeout)
			.addInterceptor(new WatchResponseInterceptor())
			// After WatchResponseInterceptor, which changes the status of rejected
			// watches.
			.addInterceptor(counter)
			.addNetworkInterceptor(KubernetesTransport::allowSilence);
	}

	// A request with a longer timeout of its own may wait for an admission webhook. Pings
	// detect a dead connection meanwhile.
	private static Response readUntilTimeout(Interceptor.Chain chain) throws IOException {
		long timeout = TimeUnit.NANOSECONDS.toMillis(chain.call().timeout().timeoutNanos());
		Interceptor.Chain withTimeout = (timeout > chain.readTimeoutMillis())
				? chain.withReadTimeout(Math.toIntExact(timeout), TimeUnit.MILLISECONDS) : chain;
		return withTimeout.proceed(chain.request());
	}

	// The read timeout covers the handshake and the headers. An established watch may be
	// silent for as long as nothing changes.
	private static Response allowSilence(Interceptor.Chain chain) throws IOException {
		Response response = chain.proceed(chain.request());
		if (WatchResponseInterceptor.isWatch(chain.request())) {
			Duration silence = Duration.ZERO;
			if (response.protocol() != Protocol.HTTP_2 && chain.connection() != null) {
				silence = SILENCE_WITHOUT_PINGS;
				chain.connection().socket().setSoTimeout(Math.toIntExact(silence.toMillis()));
			}
			response.body().source().timeout().timeout(silence.toMillis(), TimeUnit.MILLISECONDS);
		}
		return response;
	}

}
