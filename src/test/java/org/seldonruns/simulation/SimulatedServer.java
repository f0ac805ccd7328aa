package org.seldonruns.simulation;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * An HTTP/1.1 server on the loopback interface. fabric8's mock server streams web sockets
 * only, and watches are streams of lines.
 */
final class SimulatedServer implements AutoCloseable {

	private final Function<HttpCall, HttpAnswer> answers;

	private final ServerSocket listener;

	private final ExecutorService threads = Executors
		.newThreadPerTaskExecutor(Thread.ofVirtual().name("simulated-http-", 0).factory());

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	/**
	 * Starts a server.
	 * @param port the port; 0 for a free one
	 */
	SimulatedServer(int port, Function<HttpCall, HttpAnswer> answers) {
		this.answers = answers;
		try {
			this.listener = new ServerSocket(port, 0, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.threads.execute(this::accept);
	}

	int port() {
		return this.listener.getLocalPort();
	}

	private void accept() {
		while (!this.listener.isClosed()) {
			try {
				Socket client = this.listener.accept();
				this.open.add(client);
				this.threads.execute(() -> serve(client));
			}
			catch (IOException | RejectedExecutionException ex) {
				// Closed, or a client that is gone already.
			}
		}
	}

	private void serve(Socket client) {
		try (client) {
			client.setTcpNoDelay(true);
			InputStream in = new BufferedInputStream(client.getInputStream());
			HttpCall call = HttpCall.read(in);
			while (call != null && answer(call, in, client)) {
				call = HttpCall.read(in);
			}
		}
		catch (IOException | InterruptedException ex) {
			// Closed by one of both sides.
		}
		finally {
			this.open.remove(client);
		}
	}

	/** Whether the connection may go on. */
	private boolean answer(HttpCall call, InputStream in, Socket client) throws IOException, InterruptedException {
		HttpAnswer answer = this.answers.apply(call);
		WatchConnection watch = answer.watch();
		if (watch == null) {
			send(answer, client);
			return switch (answer.ending()) {
				case COMPLETE -> true;
				case CLOSED -> false;
				case STALLED -> {
					// Until one of both sides closes.
					var unused = in.read();
					yield false;
				}
			};
		}
		try {
			send(answer, client);
			watch.opened(new Lines(client));
			// Until one of both sides closes.
			var unused = in.read();
		}
		finally {
			watch.closed();
		}
		return false;
	}

	private static void send(HttpAnswer answer, Socket client) throws IOException, InterruptedException {
		Thread.sleep(answer.delay());
		client.getOutputStream().write(answer.bytes());
	}

	@Override
	public void close() {
		try {
			this.listener.close();
			for (Socket each : this.open) {
				each.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.threads.shutdownNow();
	}

	private record Lines(Socket client) implements WatchConnection.Lines {

		@Override
		public void send(String line) {
			write("%x\r\n%s\n\r\n".formatted(line.getBytes(StandardCharsets.UTF_8).length + 1, line));
		}

		@Override
		public void end() {
			write("0\r\n\r\n");
			try {
				this.client.close();
			}
			catch (IOException ex) {
				// It is as good as closed.
			}
		}

		private synchronized void write(String text) {
			try {
				this.client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
			}
			catch (IOException ex) {
				// The client is gone; the thread that reads from it notices that too.
			}
		}

	}

}
