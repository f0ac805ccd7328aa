package org.seldonruns.cluster;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.seldonruns.time.ManualTimekeeper;

import static org.assertj.core.api.Assertions.assertThat;

class PingingListenerTests {

	private static final Duration INTERVAL = Duration.ofSeconds(10);

	private final ManualTimekeeper time = new ManualTimekeeper();

	private final List<String> heard = new ArrayList<>();

	private final FakeWebSocket webSocket = new FakeWebSocket();

	private final PingingListener listener = new PingingListener(new WebSocket.Listener() {

		@Override
		public void onError(WebSocket about, Throwable error) {
			heard.add(String.valueOf(error.getMessage()));
		}

	}, INTERVAL, time);

	@Test
	void pingsAsLongAsSomethingComesBack() {
		listener.onOpen(webSocket);
		for (int i = 0; i < 5; i++) {
			time.advance(INTERVAL);
			var unused = listener.onPong(webSocket, ByteBuffer.allocate(0));
		}
		assertThat(webSocket.calls).containsExactly("ping", "ping", "ping", "ping", "ping");
		assertThat(heard).isEmpty();
	}

	@Test
	void takesWhatIsWatchedForASignOfLife() {
		listener.onOpen(webSocket);
		time.advance(INTERVAL);
		listener.onText(webSocket, "an event", true);
		time.advance(INTERVAL);
		listener.onBinary(webSocket, ByteBuffer.allocate(0), true);
		time.advance(INTERVAL);
		listener.onPing(webSocket, ByteBuffer.allocate(0));
		time.advance(INTERVAL);
		assertThat(webSocket.calls).containsExactly("ping", "ping", "ping", "ping");
	}

	@Test
	void givesUpWhatShowsNoSignOfLifeAndSaysSoOnce() {
		listener.onOpen(webSocket);
		time.advance(INTERVAL.multipliedBy(5));
		listener.onError(webSocket, new IllegalStateException("aborted"));
		assertThat(webSocket.calls).containsExactly("ping", "abort");
		assertThat(heard).containsExactly("the connection shows no sign of life");
		assertThat(time.pendingActions()).isZero();
	}

	@Test
	void leavesNoTimerBehindWhenItIsClosed() {
		listener.onOpen(webSocket);
		listener.onClose(webSocket, WebSocket.NORMAL_CLOSURE, "");
		assertThat(time.pendingActions()).isZero();
	}

	@Test
	void leavesNoTimerBehindWhenItFails() {
		listener.onOpen(webSocket);
		listener.onError(webSocket, new IllegalStateException("connection reset"));
		assertThat(time.pendingActions()).isZero();
		assertThat(heard).containsExactly("connection reset");
	}

	@Test
	void tellsOfAFailureThoughAPingHasSeenTheInputClosedBefore() {
		listener.onOpen(webSocket);
		webSocket.abort();
		time.advance(INTERVAL);
		listener.onError(webSocket, new IllegalStateException("connection reset"));
		assertThat(heard).containsExactly("connection reset");
	}

	@Test
	void leavesNoTimerBehindWhenItWasAborted() {
		listener.onOpen(webSocket);
		webSocket.abort();
		time.advance(INTERVAL);
		assertThat(time.pendingActions()).isZero();
		assertThat(webSocket.calls).containsExactly("abort");
	}

	private static final class FakeWebSocket implements WebSocket {

		private final List<String> calls = new ArrayList<>();

		private CompletableFuture<WebSocket> called(String call) {
			calls.add(call);
			return CompletableFuture.completedFuture(this);
		}

		@Override
		public CompletableFuture<WebSocket> sendText(CharSequence data, boolean last) {
			return called("text");
		}

		@Override
		public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean last) {
			return called("binary");
		}

		@Override
		public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
			return called("ping");
		}

		@Override
		public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
			return called("pong");
		}

		@Override
		public CompletableFuture<WebSocket> sendClose(int statusCode, String reason) {
			return called("close");
		}

		@Override
		public void request(long n) {
		}

		@Override
		public String getSubprotocol() {
			return "";
		}

		@Override
		public boolean isOutputClosed() {
			return calls.contains("abort");
		}

		@Override
		public boolean isInputClosed() {
			return calls.contains("abort");
		}

		@Override
		public void abort() {
			calls.add("abort");
		}

	}

}
