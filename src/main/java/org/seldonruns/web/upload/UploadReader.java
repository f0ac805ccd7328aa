package org.seldonruns.web.upload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Collections;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

import org.seldonruns.run.Upload;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Durations;
import org.seldonruns.time.Timekeeper;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;

/** Reads an upload from the body of a request within limits of size and time. */
@Component
public class UploadReader {

	private static final int CHUNK = 8 * 1024;

	private final UploadSettings settings;

	private final Timekeeper timekeeper;

	UploadReader(UploadSettings settings, Timekeeper timekeeper) {
		this.settings = settings;
		this.timekeeper = timekeeper;
	}

	/**
	 * Reads the upload.
	 * @param request the request, whose body has not been read
	 * @throws ProblemException if the type is not supported, the body is too large, too
	 * slow or incomplete, or the concurrent uploads exceed their limit
	 */
	public Upload read(HttpServletRequest request, UploadBudget.Reservation memory) {
		ContentEncoding.requireIdentity(Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING)));
		UploadType type = UploadType.of(request.getContentType());
		long limit = settings.maxSize().toBytes() + (type.multipart() ? UploadSettings.MULTIPART_OVERHEAD : 0);
		byte[] body = body(request, limit, memory);
		Upload upload = type.multipart() ? MultipartUpload.read(body, type.mediaType()) : type.upload(body);
		if (upload.size() > settings.maxSize().toBytes()) {
			throw tooLarge();
		}
		return upload;
	}

	private byte[] body(HttpServletRequest request, long limit, UploadBudget.Reservation memory) {
		try {
			if (request.getContentLengthLong() > limit) {
				throw tooLarge();
			}
			return bounded(request, limit, memory);
		}
		catch (SocketTimeoutException exception) {
			throw tooSlow();
		}
		catch (IOException exception) {
			throw new ProblemException(ProblemType.INVALID_UPLOAD,
					"The body is incomplete or its framing is invalid; send it again.");
		}
	}

	private byte[] bounded(HttpServletRequest request, long limit, UploadBudget.Reservation memory) throws IOException {
		Deadline deadline = timekeeper.deadline(settings.maxTime());
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		byte[] chunk = new byte[CHUNK];
		InputStream input = request.getInputStream();
		for (int read = input.read(chunk); read >= 0; read = input.read(chunk)) {
			memory.add(read);
			body.write(chunk, 0, read);
			if (body.size() > limit) {
				throw tooLarge();
			}
			if (deadline.hasPassed(timekeeper)) {
				throw tooSlow();
			}
		}
		return body.toByteArray();
	}

	private ProblemException tooLarge() {
		return new ProblemException(ProblemType.UPLOAD_TOO_LARGE,
				"The manifest is larger than the limit of %s.".formatted(size()));
	}

	private ProblemException tooSlow() {
		return new ProblemException(ProblemType.UPLOAD_TIMEOUT,
				"The body did not arrive completely within %s, or the client stopped sending; send it again."
					.formatted(Durations.of(settings.maxTime())));
	}

	private String size() {
		long bytes = settings.maxSize().toBytes();
		return (bytes % 1024 == 0) ? bytes / 1024 + " KiB" : bytes + " bytes";
	}

}
