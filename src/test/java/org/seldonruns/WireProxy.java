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
 * Hands on what a client and an API server say to each other, whatever it is, so that TLS
 * and HTTP/2 are between the two. Safe for use by many threads.
 */
final class WireProxy implements AutoCloseable {

	private final URI server;

	private final ServerSocket listener;

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	/** Connections over which nothing comes any more. */
	private final Set<Socket> silent = ConcurrentHashMap.newKeySet();

	private volatile boolean gone;

	WireProxy(String url) {
		server = URI.create(url);
		try {
			listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		threads.execute(this::accept);
	}

	/** Writes a copy of a kubeconfig that leads here. */
	Path writeKubeconfig(Path original, Path file) {
		try {
			return Files.writeString(file,
					Files.readString(original).replace(":" + server.getPort(), ":" + listener.getLocalPort()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Where it listens. */
	String url() {
		return "http://127.0.0.1:" + listener.getLocalPort();
	}

	/** How many connections are open. */
	int connections() {
		return open.size();
	}

	/** Breaks off what is open. */
	void cut() throws IOException {
		for (Socket each : open) {
			each.close();
		}
	}

	/** Lets nothing through any more over what is open, and closes nothing. */
	void silence() {
		silent.addAll(open);
	}

	/** Does so with each connection, also those to come, until it is back. */
	void goAway() {
		gone = true;
		silence();
	}

	void comeBack() {
		gone = false;
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
		if (gone) {
			silent.add(client);
		}
		try {
			Socket upstream = new Socket(server.getHost(), server.getPort());
			threads.execute(() -> pump(client, upstream, client));
			threads.execute(() -> pump(upstream, client, client));
		}
		catch (IOException ex) {
			// Nobody listens there.
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
				if (!silent.contains(client)) {
					out.write(buffer, 0, length);
				}
				length = in.read(buffer);
			}
		}
		catch (IOException ex) {
			// Closed by one of both sides, and so to the other.
		}
		finally {
			open.remove(client);
			silent.remove(client);
		}
	}

	@Override
	public void close() {
		try {
			listener.close();
			cut();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		threads.shutdownNow();
	}

}
