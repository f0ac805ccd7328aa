package org.seldonruns.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.seldonruns.cluster.client.ApiServer;
import org.seldonruns.cluster.client.ClusterConfiguration;

/** An API server that sends the responses of a test and records the requests. */
public final class ScriptedServer implements AutoCloseable {

	public static final ClusterSettings SETTINGS = new ClusterSettings(null, null, Duration.ofSeconds(2),
			Duration.ofSeconds(2), Duration.ZERO, Duration.ofSeconds(15));

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private final HttpServer server;

	private final KubernetesClient client;

	private volatile Responder responder = exchange -> respond(exchange, 200, "{}");

	public ScriptedServer() {
		this("");
	}

	/**
	 * Starts a server.
	 * @param base the path below which clients look for the API
	 */
	public ScriptedServer(String base) {
		try {
			server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		server.setExecutor(threads);
		server.createContext("/", this::handle);
		server.start();
		Config config = new ConfigBuilder(Config.empty()).withMasterUrl(url() + base).build();
		client = new ClusterConfiguration().kubernetesClient(config, SETTINGS, new SimpleMeterRegistry());
	}

	private void handle(HttpExchange exchange) throws IOException {
		requests.add(new Request(exchange.getRequestMethod(), exchange.getRequestURI().toString(),
				String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
				new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
		try (exchange) {
			responder.respond(exchange);
		}
	}

	public void respondWith(Responder next) {
		responder = next;
	}

	public void respondWith(int code, String body) {
		responder = exchange -> respond(exchange, code, body);
	}

	public static void respond(HttpExchange exchange, int code, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(code, (bytes.length == 0) ? -1 : bytes.length);
		exchange.getResponseBody().write(bytes);
	}

	public List<Request> requests() {
		return requests;
	}

	public String url() {
		return "http://127.0.0.1:" + server.getAddress().getPort();
	}

	public KubernetesClient client() {
		return client;
	}

	public ApiServer apiServer() {
		return new ApiServer(client, SETTINGS);
	}

	public void stop() {
		server.stop(0);
	}

	@Override
	public void close() {
		client.close();
		stop();
		threads.shutdownNow();
	}

	/** Sends the response to a request. */
	public interface Responder {

		public void respond(HttpExchange exchange) throws IOException;

	}

	public record Request(String method, String target, String contentType, String body) {

	}

}
