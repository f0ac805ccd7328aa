package org.seldonruns.cluster;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.http.HttpClient;
import java.time.Duration;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import org.jspecify.annotations.Nullable;
import org.seldonruns.time.Timekeeper;

/**
 * Makes the JDK's client with pings on its watches: nothing is ever sent on a watch, so
 * that a network which is gone without a word would not be noticed.
 */
public final class PingingHttpClientFactory extends JdkHttpClientFactory {

	private final Duration interval;

	private final Timekeeper timekeeper;

	/**
	 * Makes a factory.
	 * @param interval how often a watch is pinged, how long it may give no sign of life
	 * after that, and how long its handshake may take
	 * @param timekeeper measures that
	 */
	public PingingHttpClientFactory(Duration interval, Timekeeper timekeeper) {
		this.interval = interval;
		this.timekeeper = timekeeper;
	}

	@Override
	protected HttpClient.Builder createNewHttpClientBuilder() {
		HttpClient.Builder builder = super.createNewHttpClientBuilder();
		return (HttpClient.Builder) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { HttpClient.Builder.class },
				(proxy, method, arguments) -> pinging(proxy, call(builder, method, arguments)));
	}

	private static @Nullable Object call(HttpClient.Builder builder, Method method, Object @Nullable [] arguments)
			throws Throwable {
		try {
			return method.invoke(builder, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private @Nullable Object pinging(Object proxy, @Nullable Object result) {
		return switch (result) {
			case HttpClient built ->
				new PingingHttpClient(built, interval, listener -> new PingingListener(listener, interval, timekeeper));
			case HttpClient.Builder itself -> proxy;
			case null, default -> result;
		};
	}

}
