package org.seldonruns.web.upload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Collections;

import jakarta.servlet.http.HttpServletRequest;

import org.seldonruns.run.request.UploadParts;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

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
	 * slow or incomplete, or the concurrent parts exceed their limit
	 */
	public UploadParts read(HttpServletRequest request, UploadBudget.Reservation memory) {
		ContentEncodingCheck.requireIdentity(Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING)));
		UploadType type = UploadType.of(request.getContentType());
		byte[] body = body(request, type.multipart() ? settings.maxForm() : settings.maxSize().toBytes(), memory);
		UploadParts parts = type.multipart() ? MultipartUpload.read(body, type.mediaType())
				: new UploadParts(type.upload(body));
		if (parts.manifest().size() > settings.maxSize().toBytes()) {
			throw tooLarge();
		}
		PredictionParts.requireSize(MultipartUpload.UPDATE, parts.update(), settings.maxSize());
		PredictionParts.check(parts, settings);
		return parts;
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
				"The manifest is larger than the limit of %s.".formatted(PredictionParts.inWords(settings.maxSize())));
	}

	private ProblemException tooSlow() {
		return new ProblemException(ProblemType.UPLOAD_TIMEOUT,
				"The body did not arrive completely within %s, or the client stopped sending; send it again."
					.formatted(Durations.of(settings.maxTime())));
	}

}
