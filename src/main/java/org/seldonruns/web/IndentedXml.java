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
		newLine();
		write(() -> writer.writeStartElement(name));
		depth++;
		leaf = true;
	}

	/** An element with attributes at most. */
	void empty(String name) {
		newLine();
		write(() -> writer.writeEmptyElement(name));
		leaf = false;
	}

	/** Attributes have no lines. */
	void attribute(String name, String value) {
		write(() -> writer.writeAttribute(name, PrintableText.of(value)));
	}

	/** The content of an element that has no other. */
	void text(String content) {
		write(() -> writer.writeCharacters(PrintableText.lines(content, "\n")));
	}

	void element(String name, String content) {
		start(name);
		text(content);
		end();
	}

	void end() {
		depth--;
		if (!leaf) {
			newLine();
		}
		write(writer::writeEndElement);
		leaf = false;
	}

	/**
	 * Ends the document.
	 * @return in UTF-8
	 */
	byte[] bytes() {
		write(() -> writer.writeCharacters("\n"));
		write(writer::writeEndDocument);
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	private void newLine() {
		write(() -> writer.writeCharacters("\n" + "  ".repeat(depth)));
	}

	private static void write(Part part) {
		try {
			part.write();
		}
		catch (XMLStreamException exception) {
			throw unwritable(exception);
		}
	}

	/** Into memory, and element by element, everything can be written. */
	private static IllegalStateException unwritable(XMLStreamException exception) {
		return new IllegalStateException("an XML document cannot be written", exception);
	}

	/** A part of the document, which writes itself. */
	@FunctionalInterface
	private interface Part {

		void write() throws XMLStreamException;

	}

}
