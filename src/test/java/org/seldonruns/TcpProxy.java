package org.seldonruns;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Forwards TCP connections to an API server unchanged, so that TLS and HTTP/2 end at the
 * client and the server. Tests can interrupt or freeze the connections. Safe for use by
 * many threads.
 */
final class TcpProxy implements AutoCloseable {

	private final URI server;

	private final ServerSocket listener;

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	/** Frozen connections: they stay open, but the proxy drops all bytes. */
	private final Set<Socket> frozenConnections = ConcurrentHashMap.newKeySet();

	private volatile boolean frozen;

	TcpProxy(String url) {
		server = URI.create(url);
		try {
			listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		threads.execute(this::accept);
	}

	/** Writes a copy of a kubeconfig whose server is this proxy. */
	Path writeKubeconfig(Path original, Path file) {
		try {
			return Files.writeString(file,
					Files.readString(original).replace(":" + server.getPort(), ":" + listener.getLocalPort()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Returns the URL of the proxy. */
	String url() {
		return "http://127.0.0.1:" + listener.getLocalPort();
	}

	/** Returns the number of open connections. */
	int connections() {
		return open.size();
	}

	/** Closes all open connections. */
	void closeConnections() throws IOException {
		for (Socket each : open) {
			each.close();
		}
	}

	/** Drops all bytes on the open connections, without closing them. */
	void freeze() {
		frozenConnections.addAll(open);
	}

	/** Freezes the open connections and each new one until {@link #unfreeze()}. */
	void freezeAll() {
		frozen = true;
		freeze();
	}

	void unfreeze() {
		frozen = false;
	}

	private void accept() {
		while (!listener.isClosed()) {
			try {
				connect(listener.accept());
			}
			catch (IOException ex) {
				// Closed.
			}
		}
	}

	private void connect(Socket client) throws IOException {
		open.add(client);
		if (frozen) {
			frozenConnections.add(client);
		}
		try {
			Socket upstream = new Socket(server.getHost(), server.getPort());
			threads.execute(() -> pump(client, upstream, client));
			threads.execute(() -> pump(upstream, client, client));
		}
		catch (IOException ex) {
			// The server does not listen.
			client.close();
			open.remove(client);
		}
	}

	private void pump(Socket from, Socket to, Socket client) {
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			byte[] buffer = new byte[16 * 1024];
			int length = in.read(buffer);
			while (length >= 0) {
				if (!frozenConnections.contains(client)) {
					out.write(buffer, 0, length);
				}
				length = in.read(buffer);
			}
		}
		catch (IOException ex) {
			// One side closed the connection; the try statement closes the other.
		}
		finally {
			open.remove(client);
			frozenConnections.remove(client);
		}
	}

	@Override
	public void close() {
		try {
			listener.close();
			closeConnections();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		threads.shutdownNow();
	}

}
