package org.seldonruns.web.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

import org.springframework.http.HttpHeaders;

import org.seldonruns.time.Deadline;
import org.seldonruns.time.Timekeeper;

/**
 * Drains the rest of a request body after the response, so that a client that reads only
 * after it has sent everything gets the response instead of a connection reset. Limited
 * by size and by time; Tomcat's own {@code maxSwallowSize} limits the size only.
 */
class BodyDrainValve extends ValveBase {

	private static final int MAX_BYTES = 8 * 1024 * 1024;

	private static final Duration MAX_TIME = Duration.ofSeconds(3);

	private final Timekeeper timekeeper;

	BodyDrainValve(Timekeeper timekeeper) {
		super(true);
		this.timekeeper = timekeeper;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		getNext().invoke(request, response);
		if (request.isAsync() || request.getInputStream().isFinished()) {
			return;
		}
		response.finishResponse();
		// A client that sent Expect may still wait for 100 Continue.
		boolean expectsContinue = request.getHeader(HttpHeaders.EXPECT) != null;
		boolean broken = request.getCoyoteRequest().getErrorException() != null;
		if (expectsContinue || broken || !drain(request.getCoyoteRequest())) {
			request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
		}
	}

	/** Returns whether the body has ended. */
	private boolean drain(org.apache.coyote.Request request) {
		Deadline deadline = timekeeper.deadline(MAX_TIME);
		int remaining = MAX_BYTES;
		try {
			while (remaining > 0 && !deadline.hasPassed(timekeeper)) {
				// Bypasses the input stream, which is closed.
				int read = request.doRead(new DiscardingHandler());
				if (read < 0) {
					return true;
				}
				remaining -= read;
			}
		}
		catch (IOException ignored) {
			// The client has its response or has disconnected.
		}
		return false;
	}

	private static final class DiscardingHandler implements ApplicationBufferHandler {

		private ByteBuffer buffer = ByteBuffer.allocate(0);

		@Override
		public void setByteBuffer(ByteBuffer read) {
			buffer = read;
		}

		@Override
		public ByteBuffer getByteBuffer() {
			return buffer;
		}

		@Override
		public void expand(int size) {
			// Tomcat sets its own buffer.
		}

	}

}
