package org.seldonruns.cluster;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.seldonruns.time.Timekeeper;

/**
 * Pings a WebSocket, and gives it up where it shows no sign of life between two pings.
 * What it hears it hands on.
 */
final class PingingListener implements WebSocket.Listener {

	private final WebSocket.Listener listener;

	private final Duration interval;

	private final Timekeeper timekeeper;

	private boolean alive;

	/** Whether there is nothing to ping any more. */
	private boolean over;

	/** Whether what follows from giving up is not news to the listener. */
	private boolean givenUp;

	private Timekeeper.@Nullable Timer timer;

	PingingListener(WebSocket.Listener listener, Duration interval, Timekeeper timekeeper) {
		this.listener = listener;
		this.interval = interval;
		this.timekeeper = timekeeper;
	}

	@Override
	public void onOpen(WebSocket webSocket) {
		heard();
		next(webSocket);
		listener.onOpen(webSocket);
	}

	private synchronized void next(WebSocket webSocket) {
		if (!over) {
			timer = timekeeper.after(interval, () -> ping(webSocket));
		}
	}

	private void ping(WebSocket webSocket) {
		if (webSocket.isInputClosed() || isOver()) {
			end();
			return;
		}
		if (wasSilent()) {
			giveUp();
			webSocket.abort();
			listener.onError(webSocket, new IOException("the connection shows no sign of life"));
			return;
		}
		var unused = webSocket.sendPing(ByteBuffer.allocate(0));
		next(webSocket);
	}

	private synchronized boolean wasSilent() {
		boolean silent = !alive;
		alive = false;
		return silent;
	}

	private synchronized void heard() {
		alive = true;
	}

	private synchronized boolean isOver() {
		return over;
	}

	private synchronized void end() {
		over = true;
		if (timer != null) {
			timer.cancel();
		}
	}

	private synchronized void giveUp() {
		givenUp = true;
		end();
	}

	private synchronized boolean isGivenUp() {
		return givenUp;
	}

	@Override
	public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
		heard();
		return listener.onText(webSocket, data, last);
	}

	@Override
	public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
		heard();
		return listener.onBinary(webSocket, data, last);
	}

	@Override
	public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
		heard();
		return listener.onPing(webSocket, message);
	}

	@Override
	public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
		heard();
		return listener.onPong(webSocket, message);
	}

	@Override
	public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
		end();
		return listener.onClose(webSocket, statusCode, reason);
	}

	@Override
	public void onError(WebSocket webSocket, Throwable error) {
		end();
		// What was given up may complain of that as well.
		if (!isGivenUp()) {
			listener.onError(webSocket, error);
		}
	}

}
