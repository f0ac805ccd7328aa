package org.seldonruns.web;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes an XML document with a line for each element. XML has no way to write controls
 * and the like, so that they become question marks.
 */
final class IndentedXml {

	private final StringWriter text = new StringWriter();

	private final XMLStreamWriter writer;

	private int depth;

	private boolean leaf;

	IndentedXml() {
		try {
			writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
			writer.writeStartDocument("UTF-8", "1.0");
		}
		catch (XMLStreamException exception) {
			throw unwritable(exception);
		}
	}

	void start(String name) {
		try {
			newLine();
			writer.writeStartElement(name);
			depth++;
			leaf = true;
		}
		catch (XMLStreamException exception) {
			throw unwritable(exception);
		}
	}

	/** An element with attributes at most. */
	void empty(String name) {
		try {
			newLine();
			writer.writeEmptyElement(name);
			leaf = false;
		}
		catch (XMLStreamException exception) {
			throw unwritable(exception);
		}
	}

	/** Attributes have no lines. */
	void attribute(String name, String value) {
		try {
			writer.writeAttribute(name, PrintableText.of(value));
		}
		catch (XMLStreamException exception) {
			throw unwritable(exception);
		}
	}

	/** The content of an element that has no other. */
	void text(String content) {
		try {
			writer.writeCharacters(PrintableText.lines(content, "\n"));
		}
		catch (XMLStreamException exception) {
			throw unwritable(exception);
		}
	}

	void element(String name, String content) {
		start(name);
		text(content);
		end();
	}

	void end() {
		try {
			depth--;
			if (!leaf) {
				newLine();
			}
			writer.writeEndElement();
			leaf = false;
		}
		catch (XMLStreamException exception) {
			throw unwritable(exception);
		}
	}

	/**
	 * Ends the document.
	 * @return in UTF-8
	 */
	byte[] bytes() {
		try {
			writer.writeCharacters("\n");
			writer.writeEndDocument();
			return text.toString().getBytes(StandardCharsets.UTF_8);
		}
		catch (XMLStreamException exception) {
			throw unwritable(exception);
		}
	}

	private void newLine() throws XMLStreamException {
		writer.writeCharacters("\n" + "  ".repeat(depth));
	}

	/** Into memory, and element by element, everything can be written. */
	private static IllegalStateException unwritable(XMLStreamException exception) {
		return new IllegalStateException("an XML document cannot be written", exception);
	}

}
