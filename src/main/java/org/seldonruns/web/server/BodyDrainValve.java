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
 * Reads away what is left of a body once its answer is out, so that a client which sends
 * first and listens later gets the answer rather than a broken connection. Bounded by
 * size and by time, which the server's own way of doing so is by size only.
 */
class BodyDrainValve extends ValveBase {

	private static final int MOST = 8 * 1024 * 1024;

	private static final Duration LONGEST = Duration.ofSeconds(3);

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
		// A client that asks first was not told to send.
		boolean heldBack = request.getHeader(HttpHeaders.EXPECT) != null;
		boolean broken = request.getCoyoteRequest().getErrorException() != null;
		if (heldBack || broken || !readAway(request.getCoyoteRequest())) {
			request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
		}
	}

	/** Whether the end was reached. */
	private boolean readAway(org.apache.coyote.Request request) {
		Deadline deadline = timekeeper.deadline(LONGEST);
		int left = MOST;
		try {
			while (left > 0 && !deadline.hasPassed(timekeeper)) {
				// Past the request's stream, which is closed by now.
				int read = request.doRead(new Waste());
				if (read < 0) {
					return true;
				}
				left -= read;
			}
		}
		catch (IOException gone) {
			// The answer is out, and nobody else waits for this body.
		}
		return false;
	}

	/** Takes what is read and forgets it. */
	private static final class Waste implements ApplicationBufferHandler {

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
			// What is read brings its own buffer.
		}

	}

}
