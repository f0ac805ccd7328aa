package org.seldonruns.web.problem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.util.HtmlUtils;

import org.seldonruns.web.text.WriteOnlyConverter;

/** Writes the documentation of a problem type as HTML or as text. */
@Component
class ProblemTypeDocumentationConverter extends WriteOnlyConverter<ProblemTypeDocumentation> {

	ProblemTypeDocumentationConverter() {
		super(ProblemTypeDocumentation.class, MediaType.TEXT_HTML, MediaType.TEXT_PLAIN);
	}

	@Override
	protected void writeInternal(ProblemTypeDocumentation document, HttpOutputMessage output) throws IOException {
		boolean page = MediaType.TEXT_HTML.equalsTypeAndSubtype(output.getHeaders().getContentType());
		String text = page ? page(document) : text(document);
		output.getHeaders()
			.setContentType(new MediaType(page ? MediaType.TEXT_HTML : MediaType.TEXT_PLAIN, StandardCharsets.UTF_8));
		output.getBody().write(text.getBytes(StandardCharsets.UTF_8));
	}

	private static String page(ProblemTypeDocumentation document) {
		return """
				<!doctype html>
				<html lang="en">
				<head><meta charset="utf-8"><title>%1$s</title></head>
				<body>
				<h1>%1$s</h1>
				<p><code>%2$s</code>%3$s</p>
				<p>%4$s</p>
				</body>
				</html>
				""".formatted(escaped(document.title()), escaped(document.type()), status(document),
				escaped(document.description()));
	}

	private static String text(ProblemTypeDocumentation document) {
		return document.title() + "\n" + document.type() + status(document) + "\n\n" + document.description() + "\n";
	}

	private static String status(ProblemTypeDocumentation document) {
		return (document.status() != null) ? ", status " + document.status() : "";
	}

	private static String escaped(String text) {
		return HtmlUtils.htmlEscape(text, StandardCharsets.UTF_8.name());
	}

}
