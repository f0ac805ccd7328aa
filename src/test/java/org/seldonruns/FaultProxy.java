package org.seldonruns;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

import javax.net.SocketFactory;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import org.seldonruns.ProxyFault.Request;

/**
 * Stands between a client and an API server, on the loopback interface, and lets go wrong
 * between them what a test asks for. It is spoken to in plain HTTP, without credentials;
 * on its other side it uses those of a kubeconfig. Safe for use by many threads.
 */
final class FaultProxy implements AutoCloseable {

	private final URI server;

	private final SocketFactory sockets;

	private final String authorization;

	private final ServerSocket listener;

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	private final Set<Socket> watches = ConcurrentHashMap.newKeySet();

	private final List<Planned> planned = new ArrayList<>();

	private final List<Request> requests = new ArrayList<>();

	private final List<Predicate<Request>> held = new ArrayList<>();

	private boolean closed;

	private record Planned(Predicate<Request> which, ProxyFault fault) {
	}

	FaultProxy(Config config) {
		server = URI.create(config.getMasterUrl());
		String token = Optional.ofNullable(config.getOauthToken()).orElse(config.getAutoOAuthToken());
		authorization = (token != null) ? "Authorization: Bearer " + token + "\r\n" : "";
		try {
			sockets = "https".equals(server.getScheme()) ? SSLUtils.sslContext(config).getSocketFactory()
					: SocketFactory.getDefault();
			listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		Future<?> unused = threads.submit(this::accept);
	}

	/** Where it listens. */
	String url() {
		return "http://127.0.0.1:" + listener.getLocalPort();
	}

	/** Writes a kubeconfig that leads here. */
	Path writeKubeconfig(Path file) {
		try {
			return Files.writeString(file, """
					apiVersion: v1
					kind: Config
					current-context: proxy
					clusters: [{name: proxy, cluster: {server: "%s"}}]
					contexts: [{name: proxy, context: {cluster: proxy, user: proxy}}]
					users: [{name: proxy, user: {}}]
					""".formatted(url()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Lets the next requests of a kind go wrong. */
	synchronized FaultProxy plan(int times, Predicate<Request> which, ProxyFault fault) {
		for (int i = 0; i < times; i++) {
			planned.add(new Planned(which, fault));
		}
		return this;
	}

	/** Takes back what has not gone wrong yet. */
	synchronized void clear() {
		planned.clear();
	}

	/**
	 * Lets nothing through of these requests and watches, in either direction, and closes
	 * nothing: as a network does that is gone without a word.
	 * @return lets them go on
	 */
	synchronized Runnable hold(Predicate<Request> which) {
		held.add(which);
		return () -> release(which);
	}

	private synchronized void release(Predicate<Request> which) {
		held.remove(which);
		notifyAll();
	}

	/** Cuts all watches. */
	void dropWatches() {
		watches.forEach(FaultProxy::close);
	}

	/** What was planned and has not gone wrong. */
	synchronized int left() {
		return planned.size();
	}

	int openWatches() {
		return watches.size();
	}

	synchronized List<Request> requests() {
		return List.copyOf(requests);
	}

	private void accept() {
		while (!listener.isClosed()) {
			try {
				Socket client = listener.accept();
				open.add(client);
				Future<?> unused = threads.submit(() -> serve(client));
			}
			catch (IOException ex) {
				// Closed, or a client that is gone already.
			}
		}
	}

	private void serve(Socket client) {
		try (client) {
			InputStream in = new BufferedInputStream(client.getInputStream());
			HttpHead head = HttpHead.read(in);
			while (head != null) {
				Request request = new Request(head.word(0), head.word(1),
						new String(in.readNBytes(head.contentLength()), StandardCharsets.UTF_8));
				ProxyFault fault = arrived(request);
				awaitRelease(request);
				if (!answer(client, in, head, request, fault)) {
					return;
				}
				head = HttpHead.read(in);
			}
		}
		catch (IOException | InterruptedException ex) {
			// What is broken is closed: that is how the other side learns of it.
		}
		finally {
			open.remove(client);
		}
	}

	private synchronized ProxyFault arrived(Request request) {
		requests.add(request);
		for (Iterator<Planned> each = planned.iterator(); each.hasNext();) {
			Planned next = each.next();
			if (next.which().test(request)) {
				each.remove();
				return next.fault();
			}
		}
		return new ProxyFault.None();
	}

	private synchronized void awaitRelease(Request request) throws InterruptedException {
		while (!closed && held.stream().anyMatch(each -> each.test(request))) {
			wait();
		}
	}

	/** Whether the connection may go on. */
	private boolean answer(Socket client, InputStream in, HttpHead head, Request request, ProxyFault fault)
			throws IOException, InterruptedException {
		switch (fault) {
			case ProxyFault.None() -> {
				return forward(client, in, head, request);
			}
			case ProxyFault.Elsewhere(var target) -> forward(client, in, head,
					new Request(request.method(), target.apply(request.target()), request.body()));
			case ProxyFault.Answer(int code, String headers) -> {
				String body = ProxyFault.status(code);
				client.getOutputStream()
					.write("HTTP/1.1 %d Fault\r\n%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
						.formatted(code, headers, body.length(), body)
						.getBytes(StandardCharsets.UTF_8));
				return true;
			}
			case ProxyFault.Cut(boolean performed) -> perform(performed, head, request);
			case ProxyFault.Silence(boolean performed) -> {
				perform(performed, head, request);
				// Until the client gives up and closes.
				var unused = in.read();
			}
		}
		return false;
	}

	private void perform(boolean performed, HttpHead head, Request request) throws IOException {
		if (performed) {
			try (Socket upstream = send(head, request, "Connection: close\r\n")) {
				var unused = upstream.getInputStream().readAllBytes();
			}
		}
	}

	private Socket send(HttpHead head, Request request, String connection) throws IOException {
		Socket upstream = sockets.createSocket(server.getHost(), server.getPort());
		upstream.setTcpNoDelay(true);
		open.add(upstream);
		String forwarded = "%s %s HTTP/1.1\r\n%s%s%s\r\n%s".formatted(request.method(), request.target(),
				head.lines(connection.isEmpty()), authorization, connection, request.body());
		upstream.getOutputStream().write(forwarded.getBytes(StandardCharsets.UTF_8));
		return upstream;
	}

	private boolean forward(Socket client, InputStream in, HttpHead head, Request request)
			throws IOException, InterruptedException {
		boolean upgrade = head.upgradesToWebSocket();
		try (Socket upstream = send(head, request, upgrade ? "" : "Connection: close\r\n")) {
			InputStream answer = new BufferedInputStream(upstream.getInputStream());
			if (upgrade || request.isWatch()) {
				watches.add(client);
				Future<?> unused = threads
					.submit(() -> pump(request, in, upstream.getOutputStream(), client, upstream));
				pump(request, answer, client.getOutputStream(), client, upstream);
				return false;
			}
			HttpHead answered = Objects.requireNonNull(HttpHead.read(answer));
			byte[] body = answer.readAllBytes();
			awaitRelease(request);
			client.getOutputStream()
				.write((answered.start() + "\r\n" + answered.lines(false) + "\r\n").getBytes(StandardCharsets.UTF_8));
			client.getOutputStream().write(body);
			return true;
		}
		finally {
			watches.remove(client);
			open.removeIf(Socket::isClosed);
		}
	}

	private Object pump(Request request, InputStream from, OutputStream to, Socket... both)
			throws IOException, InterruptedException {
		byte[] buffer = new byte[16 * 1024];
		try {
			int length = from.read(buffer);
			while (length >= 0) {
				awaitRelease(request);
				to.write(buffer, 0, length);
				to.flush();
				length = from.read(buffer);
			}
			return both;
		}
		finally {
			for (Socket each : both) {
				close(each);
			}
		}
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// It is as good as closed.
		}
	}

	private synchronized void end() {
		closed = true;
		notifyAll();
	}

	@Override
	public void close() {
		try {
			listener.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		end();
		open.forEach(FaultProxy::close);
		threads.shutdownNow();
	}

}
