package org.seldonruns.seldon.manifest;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;

/** Decodes uploads as UTF-8, strictly. */
final class UploadText {

	private static final char BYTE_ORDER_MARK = '\uFEFF';

	private UploadText() {
	}

	/** Returns the text without its byte order mark. */
	static String decode(byte[] upload) {
		if (upload.length > Manifest.MAX_BYTES) {
			throw ManifestException.unreadable(null,
					"The upload has %,d bytes. The limit is %,d bytes.".formatted(upload.length, Manifest.MAX_BYTES));
		}
		CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
		ByteBuffer bytes = ByteBuffer.wrap(upload);
		CharBuffer characters = CharBuffer.allocate(upload.length);
		CoderResult result = decoder.decode(bytes, characters, true);
		characters.flip();
		int start = (characters.hasRemaining() && characters.charAt(0) == BYTE_ORDER_MARK) ? 1 : 0;
		String text = characters.toString().substring(start);
		if (result.isError()) {
			throw malformed(text, upload, bytes.position());
		}
		reject(text, (character) -> character < ' ' && character != '\t' && character != '\n' && character != '\r');
		return text;
	}

	/** Rejects characters that JSON allows but YAML does not. */
	static void requirePrintable(String text) {
		reject(text, (character) -> (character >= 0x7F && character < 0xA0 && character != 0x85) || character == 0xFFFE
				|| character == 0xFFFF);
	}

	/** Returns whether an escape sequence left half of a surrogate pair. */
	static boolean hasUnpairedSurrogate(String text) {
		return !StandardCharsets.UTF_8.newEncoder().canEncode(text);
	}

	private static void reject(String text, IntPredicate forbidden) {
		for (int i = 0; i < text.length(); i++) {
			if (forbidden.test(text.charAt(i))) {
				throw ManifestException.unreadable(Position.of(text, i),
						"The control character U+%04X is not allowed. Remove it.".formatted((int) text.charAt(i)));
			}
		}
	}

	private static ManifestException malformed(String readable, byte[] upload, int offset) {
		String detail = isUtf16(upload) ? "The upload is encoded in UTF-16. Save it as UTF-8."
				: "The byte 0x%02X at offset %d is not valid UTF-8. Save the file as UTF-8.".formatted(upload[offset],
						offset);
		return ManifestException.unreadable(Position.of(readable, readable.length()), detail);
	}

	private static boolean isUtf16(byte[] upload) {
		return upload.length > 1 && ((upload[0] == (byte) 0xFF && upload[1] == (byte) 0xFE)
				|| (upload[0] == (byte) 0xFE && upload[1] == (byte) 0xFF));
	}

}
