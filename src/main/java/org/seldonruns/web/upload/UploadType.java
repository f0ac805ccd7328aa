package org.seldonruns.web.upload;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;

import org.seldonruns.run.Upload;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.text.PrintableText;

/**
 * The type of a request's body, among those that are read.
 *
 * @param mediaType the type, with its parameters
 */
public record UploadType(MediaType mediaType) {

	/** The types of a bare document. */
	public static final List<String> DOCUMENTS = List.of("application/yaml", "application/x-yaml", "text/yaml",
			"text/x-yaml", "text/plain", "application/json");

	public static final String ACCEPT_POST = "Accept-Post";

	/** All types that are read, for {@code Accept-Post}. */
	public static final String ALL = Stream.concat(Stream.of(MediaType.MULTIPART_FORM_DATA_VALUE), DOCUMENTS.stream())
		.collect(Collectors.joining(", "));

	private static final Set<String> KNOWN = Set.copyOf(DOCUMENTS);

	/**
	 * Reads a request's {@code Content-Type}.
	 * @param contentType the header; null where it is missing
	 * @return the type
	 * @throws ProblemException where it is missing, unreadable or not read here
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
			throw unsupported("The Content-Type %s cannot be read".formatted(PrintableText.quoted(contentType)));
		}
		UploadType upload = new UploadType(type);
		if (!upload.multipart() && !KNOWN.contains(bare(type))) {
			throw unsupported("%s is not read here".formatted(PrintableText.quoted(bare(type))));
		}
		if (!upload.multipart() && charset != null && !charset.equals(StandardCharsets.UTF_8)) {
			throw unsupported("Documents are read as UTF-8 only, not as " + charset.name());
		}
		return upload;
	}

	boolean multipart() {
		return mediaType.equalsTypeAndSubtype(MediaType.MULTIPART_FORM_DATA);
	}

	/**
	 * Takes a body of this type.
	 * @param document the body
	 * @return the upload
	 */
	Upload upload(byte[] document) {
		return new Upload(document, bare(mediaType));
	}

	/**
	 * Takes a part of a multipart body. Clients type parts by the file's ending at best,
	 * so that what they say counts only where it is one of the types that are read.
	 * @param document the part
	 * @param contentType what the client says that it is
	 * @return the upload
	 */
	static Upload ofPart(byte[] document, @Nullable String contentType) {
		if (contentType != null) {
			String bare = contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
			if (KNOWN.contains(bare)) {
				return of(contentType).upload(document);
			}
		}
		return new Upload(document, recognised(document));
	}

	private static String recognised(byte[] document) {
		String text = new String(document, StandardCharsets.UTF_8);
		String start = (text.startsWith("\uFEFF") ? text.substring(1) : text).stripLeading();
		return start.startsWith("{") ? MediaType.APPLICATION_JSON_VALUE : MediaType.APPLICATION_YAML_VALUE;
	}

	private static String bare(MediaType type) {
		return type.getType() + "/" + type.getSubtype();
	}

	private static ProblemException unsupported(String complaint) {
		return new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, complaint
				+ "; send a bare document with -H 'Content-Type: application/yaml' (or application/json), or a file with "
				+ "-F file=@model.yaml. Read are: " + ALL + ".")
			.withHeader(ACCEPT_POST, ALL);
	}

}
