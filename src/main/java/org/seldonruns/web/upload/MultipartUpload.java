package org.seldonruns.web.upload;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.tomcat.util.http.fileupload.FileItemHeaders;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.UploadContext;
import org.jspecify.annotations.Nullable;

import org.seldonruns.run.request.UploadParts;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

import org.seldonruns.run.request.Upload;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.text.PrintableText;

/** Extracts the documents from a multipart body. */
final class MultipartUpload {

	static final String FILE = "file";

	static final String REQUEST = "request";

	static final String EXPECT = "expect";

	static final String UPDATE = "update";

	private static final List<String> PARTS = List.of(FILE, REQUEST, EXPECT, UPDATE);

	private MultipartUpload() {
	}

	/**
	 * Parses a body.
	 * @throws ProblemException if the body is malformed, has no file, or has an unknown
	 * or a repeated part
	 */
	static UploadParts read(byte[] body, MediaType type) {
		Map<String, Upload> parts = parts(body, type);
		Upload file = parts.get(FILE);
		if (file == null) {
			throw invalid("The multipart body has no part named %s; send it, for example with curl -F file=@model.yaml."
				.formatted(FILE));
		}
		if (parts.containsKey(EXPECT) && !parts.containsKey(REQUEST)) {
			throw invalid("The multipart body has a part named %s but none named %s; send both, or only the latter."
				.formatted(EXPECT, REQUEST));
		}
		return new UploadParts(file, parts.get(REQUEST), parts.get(EXPECT), parts.get(UPDATE));
	}

	private static Map<String, Upload> parts(byte[] body, MediaType type) {
		if (type.getParameter("boundary") == null) {
			throw invalid("The Content-Type multipart/form-data has no boundary; do not set the header yourself, "
					+ "so that the client adds the boundary.");
		}
		Map<String, Upload> known = new HashMap<>();
		try {
			FileItemIterator parts = new FileUpload()
				.getItemIterator(new Body(new ByteArrayInputStream(body), body.length, type.toString()));
			while (parts.hasNext()) {
				add(parts.next(), known);
			}
		}
		catch (IOException exception) {
			throw invalid(
					"The multipart body is malformed: its boundaries do not match the Content-Type, it is truncated, "
							+ "or its headers are too large.");
		}
		return known;
	}

	private static void add(FileItemStream part, Map<String, Upload> known) throws IOException {
		ContentEncodingCheck.requireIdentity(codings(part));
		String name = String.valueOf(part.getFieldName());
		if (!PARTS.contains(name)) {
			throw invalid("The multipart body has a part named %s; only %s are supported. Send parameters in the query."
				.formatted(PrintableText.quoted(name), String.join(", ", PARTS)));
		}
		try (InputStream content = part.openStream()) {
			byte[] bytes = content.readAllBytes();
			// Browsers send an empty part for a field that is not filled in.
			boolean missing = bytes.length == 0 && !name.equals(FILE)
					&& (part.getName() == null || part.getName().isEmpty());
			if (!missing && known.put(name, upload(name, bytes, part.getContentType())) != null) {
				throw invalid("The multipart body has more than one part named %s; send it once.".formatted(name));
			}
		}
	}

	private static Upload upload(String name, byte[] bytes, @Nullable String contentType) {
		return name.equals(FILE) ? UploadType.ofPart(bytes, contentType) : UploadType.ofField(bytes, contentType);
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
