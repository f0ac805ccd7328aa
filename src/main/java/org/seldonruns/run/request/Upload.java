package org.seldonruns.run.request;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The body of a request to start a run: the manifest and its media type. Immutable.
 */
public final class Upload {

	private final byte[] bytes;

	private final String contentType;

	/**
	 * Takes a copy of the bytes.
	 * @param bytes the document
	 * @param contentType its media type
	 */
	public Upload(byte[] bytes, String contentType) {
		this.bytes = bytes.clone();
		this.contentType = contentType;
	}

	/**
	 * Returns the bytes of the document.
	 * @return a copy
	 */
	public byte[] bytes() {
		return bytes.clone();
	}

	/**
	 * Opens the document for reading, without a copy.
	 * @return a stream that needs no closing
	 */
	public InputStream open() {
		return new ByteArrayInputStream(bytes);
	}

	/**
	 * Returns the size of the document.
	 * @return the number of bytes
	 */
	public int size() {
		return bytes.length;
	}

	/**
	 * Returns its declared or detected media type.
	 * @return the media type
	 */
	public String contentType() {
		return contentType;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Upload upload && contentType.equals(upload.contentType)
				&& Arrays.equals(bytes, upload.bytes);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(bytes);
	}

}
