package org.seldonruns.web.upload;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

import org.apache.tomcat.util.http.fileupload.FileItemHeaders;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.UploadContext;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

import org.seldonruns.run.Upload;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.text.PrintableText;

/** Extracts the file from a multipart body. */
final class MultipartUpload {

	static final String PART = "file";

	private static final int MAX_PARTS = 10;

	private MultipartUpload() {
	}

	/**
	 * Parses a body.
	 * @throws ProblemException if the body is malformed, or does not have exactly this
	 * part
	 */
	static Upload read(byte[] body, MediaType type) {
		if (type.getParameter("boundary") == null) {
			throw invalid("The Content-Type multipart/form-data has no boundary; do not set the header yourself, "
					+ "so that the client adds the boundary.");
		}
		List<String> others = new ArrayList<>();
		List<Upload> files = new ArrayList<>();
		try {
			FileUpload splitter = new FileUpload();
			FileItemIterator parts = splitter
				.getItemIterator(new Body(new ByteArrayInputStream(body), body.length, type.toString()));
			while (parts.hasNext()) {
				if (files.size() + others.size() == MAX_PARTS) {
					throw invalid("The multipart body has more than %d parts; send exactly one, named %s."
						.formatted(MAX_PARTS, PART));
				}
				FileItemStream part = parts.next();
				ContentEncoding.requireIdentity(codings(part));
				try (InputStream content = part.openStream()) {
					if (PART.equals(part.getFieldName())) {
						files.add(UploadType.ofPart(content.readAllBytes(), part.getContentType()));
					}
					else {
						others.add(PrintableText.quoted(String.valueOf(part.getFieldName())));
					}
				}
			}
		}
		catch (IOException exception) {
			throw invalid(
					"The multipart body is malformed: its boundaries do not match the Content-Type, it is truncated, "
							+ "or its headers are too large.");
		}
		if (!others.isEmpty()) {
			throw invalid("The multipart body has a part named %s; only %s is supported. Send parameters in the query."
				.formatted(others.getFirst(), PART));
		}
		if (files.size() != 1) {
			throw invalid(
					"The multipart body has %s part named %s; send exactly one, for example with curl -F file=@model.yaml."
						.formatted(files.isEmpty() ? "no" : "more than one", PART));
		}
		return files.getFirst();
	}

	private static List<String> codings(FileItemStream part) {
		FileItemHeaders headers = part.getHeaders();
		List<String> codings = new ArrayList<>();
		if (headers != null) {
			headers.getHeaders(HttpHeaders.CONTENT_ENCODING).forEachRemaining(codings::add);
		}
		return codings;
	}

	private static ProblemException invalid(String detail) {
		return new ProblemException(ProblemType.INVALID_UPLOAD, detail);
	}

	private record Body(InputStream content, long contentLength, String contentType) implements UploadContext {

		@Override
		public @Nullable String getCharacterEncoding() {
			return null;
		}

		@Override
		public String getContentType() {
			return contentType;
		}

		@Override
		public InputStream getInputStream() {
			return content;
		}

	}

}
