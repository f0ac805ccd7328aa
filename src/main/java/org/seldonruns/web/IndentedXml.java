package org.seldonruns.web;

import java.io.BufferedWriter;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes an XML document with a line for each element. XML has no way to write controls
 * and the like, so that they become question marks.
 */
final class IndentedXml {

	private final XMLStreamWriter writer;

	private int depth;

	private boolean leaf;

	IndentedXml(OutputStream output) {
		Writer text = new BufferedWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8));
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

	/** Ends the document and flushes it. */
	void finish() {
		write(() -> writer.writeCharacters("\n"));
		write(writer::writeEndDocument);
		write(writer::flush);
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

	private static IllegalStateException unwritable(XMLStreamException exception) {
		return new IllegalStateException("an XML document cannot be written", exception);
	}

	/** A part of the document, which writes itself. */
	@FunctionalInterface
	private interface Part {

		void write() throws XMLStreamException;

	}

}
