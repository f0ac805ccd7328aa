package org.seldonruns.web.text;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;

import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;

import org.xml.sax.SAXException;

import static org.assertj.core.api.Assertions.assertThat;

/** Validates reports against the schema of JUnit reports. */
final class JunitSchema {

	private static final Schema SCHEMA = read();

	private JunitSchema() {
	}

	/**
	 * Validates a document.
	 * @param document an XML document
	 * @throws SAXException if it is malformed or invalid
	 */
	static void validate(byte[] document) throws IOException, SAXException {
		SCHEMA.newValidator().validate(new StreamSource(new ByteArrayInputStream(document)));
	}

	private static Schema read() {
		try {
			return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
				.newSchema(Objects.requireNonNull(JunitSchema.class.getResource("/junit/report.xsd")));
		}
		catch (SAXException exception) {
			throw new IllegalStateException(exception);
		}
	}

	/** Returns the document of a report. */
	static byte[] bytes(JunitReport report) {
		ByteArrayOutputStream document = new ByteArrayOutputStream();
		report.writeTo(document);
		assertThat(report.length()).isEqualTo(document.size());
		return document.toByteArray();
	}

}
