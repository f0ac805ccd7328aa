package org.seldonruns.cluster;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * The JDK's client with another listener for each WebSocket, and a limit to the time of
 * its handshake; all else is its own.
 */
final class PingingHttpClient extends HttpClient {

	private final HttpClient client;

	private final Duration handshakeTimeout;

	private final UnaryOperator<WebSocket.Listener> listeners;

	/**
	 * Makes a client of another.
	 * @param client what does the work
	 * @param handshakeTimeout the longest handshake where nobody sets a limit: fabric8
	 * sets none for the first of a watch, which would wait for ever
	 * @param listeners what becomes of each listener
	 */
	PingingHttpClient(HttpClient client, Duration handshakeTimeout, UnaryOperator<WebSocket.Listener> listeners) {
		this.client = client;
		this.handshakeTimeout = handshakeTimeout;
		this.listeners = listeners;
	}

	@Override
	public WebSocket.Builder newWebSocketBuilder() {
		return new PingingBuilder(client.newWebSocketBuilder().connectTimeout(handshakeTimeout));
	}

	private final class PingingBuilder implements WebSocket.Builder {

		private final WebSocket.Builder builder;

		private PingingBuilder(WebSocket.Builder builder) {
			this.builder = builder;
		}

		@Override
		public WebSocket.Builder header(String name, String value) {
			builder.header(name, value);
			return this;
		}

		@Override
		public WebSocket.Builder connectTimeout(Duration timeout) {
			builder.connectTimeout(timeout);
			return this;
		}

		@Override
		public WebSocket.Builder subprotocols(String mostPreferred, String... lesserPreferred) {
			builder.subprotocols(mostPreferred, lesserPreferred);
			return this;
		}

		@Override
		public CompletableFuture<WebSocket> buildAsync(URI uri, WebSocket.Listener listener) {
			return builder.buildAsync(uri, listeners.apply(listener));
		}

	}

	@Override
	public Optional<CookieHandler> cookieHandler() {
		return client.cookieHandler();
	}

	@Override
	public Optional<Duration> connectTimeout() {
		return client.connectTimeout();
	}

	@Override
	public Redirect followRedirects() {
		return client.followRedirects();
	}

	@Override
	public Optional<ProxySelector> proxy() {
		return client.proxy();
	}

	@Override
	public SSLContext sslContext() {
		return client.sslContext();
	}

	@Override
	public SSLParameters sslParameters() {
		return client.sslParameters();
	}

	@Override
	public Optional<Authenticator> authenticator() {
		return client.authenticator();
	}

	@Override
	public Version version() {
		return client.version();
	}

	@Override
	public Optional<Executor> executor() {
		return client.executor();
	}

	@Override
	public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
			throws IOException, InterruptedException {
		return client.send(request, handler);
	}

	@Override
	public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
		return client.sendAsync(request, handler);
	}

	@Override
	public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler,
			HttpResponse.PushPromiseHandler<T> pushes) {
		return client.sendAsync(request, handler, pushes);
	}

	@Override
	public void shutdown() {
		client.shutdown();
	}

	@Override
	public void shutdownNow() {
		client.shutdownNow();
	}

	@Override
	public boolean isTerminated() {
		return client.isTerminated();
	}

	@Override
	public boolean awaitTermination(Duration duration) throws InterruptedException {
		return client.awaitTermination(duration);
	}

	@Override
	public void close() {
		client.close();
	}

}
