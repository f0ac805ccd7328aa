package org.seldonruns.simulation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a request or response body. Immutable.
 */
public final class Bytes {

	static final Bytes NONE = new Bytes(new byte[0]);

	private final byte[] bytes;

	private Bytes(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * Copies an array.
	 */
	public static Bytes of(byte[] bytes) {
		return new Bytes(bytes.clone());
	}

	/**
	 * Encodes a text in UTF-8.
	 */
	public static Bytes of(String text) {
		return new Bytes(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Returns the number of bytes.
	 */
	public int length() {
		return this.bytes.length;
	}

	/**
	 * Returns a copy of the bytes.
	 */
	public byte[] toArray() {
		return this.bytes.clone();
	}

	/**
	 * Decodes the bytes as UTF-8.
	 */
	public String text() {
		return new String(this.bytes, StandardCharsets.UTF_8);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Bytes that && Arrays.equals(this.bytes, that.bytes);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.bytes);
	}

	@Override
	public String toString() {
		return text();
	}

}
