package org.seldonruns.web.upload;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;

import org.seldonruns.run.request.Upload;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.text.PrintableText;

/**
 * A supported type of the body of an upload.
 *
 * @param mediaType the type, with its parameters
 */
public record UploadType(MediaType mediaType) {

	/** The types of a document without a form. */
	public static final List<String> DOCUMENTS = List.of("application/yaml", "application/x-yaml", "text/yaml",
			"text/x-yaml", "text/plain", "application/json");

	public static final String ACCEPT_POST = "Accept-Post";

	/** All supported types, for {@code Accept-Post}. */
	public static final String ALL = Stream.concat(Stream.of(MediaType.MULTIPART_FORM_DATA_VALUE), DOCUMENTS.stream())
		.collect(Collectors.joining(", "));

	/**
	 * Parses the {@code Content-Type} of a request.
	 * @param contentType the header; null if missing
	 * @throws ProblemException if the header is missing, malformed or not supported
	 */
	static UploadType of(@Nullable String contentType) {
		if (contentType == null || contentType.isBlank()) {
			throw unsupported("The request has no Content-Type");
		}
		MediaType type;
		Charset charset;
		try {
			type = MediaType.parseMediaType(contentType);
			charset = type.getCharset();
		}
		catch (IllegalArgumentException exception) {
			throw unsupported("The Content-Type %s is malformed".formatted(PrintableText.quoted(contentType)));
		}
		UploadType upload = new UploadType(type);
		if (!upload.multipart() && !DOCUMENTS.contains(bare(type))) {
			throw unsupported("The Content-Type %s is not supported".formatted(PrintableText.quoted(bare(type))));
		}
		if (!upload.multipart() && charset != null && !charset.equals(StandardCharsets.UTF_8)) {
			throw unsupported("Documents must be in UTF-8, not " + charset.name());
		}
		return upload;
	}

	boolean multipart() {
		return mediaType.equalsTypeAndSubtype(MediaType.MULTIPART_FORM_DATA);
	}

	Upload upload(byte[] document) {
		return new Upload(document, bare(mediaType));
	}

	/**
	 * Creates the upload of a part of a multipart body. An unsupported type is ignored,
	 * because clients often guess the type of a part from the file extension.
	 * @param contentType the type of the part; null if missing
	 */
	static Upload ofPart(byte[] document, @Nullable String contentType) {
		if (contentType != null) {
			String bare = contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
			if (DOCUMENTS.contains(bare)) {
				return of(contentType).upload(document);
			}
		}
		return new Upload(document, detect(document));
	}

	/**
	 * Creates the upload of a part that generated clients send as a text field, also in
	 * another charset than UTF-8 (RFC 7578, section 5.1.2).
	 */
	static Upload ofField(byte[] document, @Nullable String contentType) {
		Charset charset = charset(contentType);
		byte[] utf8 = charset.equals(StandardCharsets.UTF_8) ? document
				: new String(document, charset).getBytes(StandardCharsets.UTF_8);
		return new Upload(utf8, detect(utf8));
	}

	private static Charset charset(@Nullable String contentType) {
		try {
			Charset charset = (contentType != null) ? MediaType.parseMediaType(contentType).getCharset() : null;
			return (charset != null) ? charset : StandardCharsets.UTF_8;
		}
		catch (IllegalArgumentException exception) {
			throw unsupported(
					"The Content-Type %s of a part is malformed".formatted(PrintableText.quoted(contentType)));
		}
	}

	private static String detect(byte[] document) {
		String text = new String(document, StandardCharsets.UTF_8);
		String start = (text.startsWith("\uFEFF") ? text.substring(1) : text).stripLeading();
		return start.startsWith("{") ? MediaType.APPLICATION_JSON_VALUE : MediaType.APPLICATION_YAML_VALUE;
	}

	private static String bare(MediaType type) {
		return type.getType() + "/" + type.getSubtype();
	}

	private static ProblemException unsupported(String reason) {
		return new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, reason
				+ "; with curl, add -H 'Content-Type: application/yaml' (or application/json) to --data-binary, or use "
				+ "-F file=@model.yaml. Supported types: " + ALL + ".")
			.withHeader(ACCEPT_POST, ALL);
	}

}
