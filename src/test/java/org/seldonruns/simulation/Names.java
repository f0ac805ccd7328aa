package org.seldonruns.simulation;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Names that Kubernetes and the operator make up.
 */
final class Names {

	/** The longest name the operator gives; longer ones become their hash. */
	private static final int LONGEST = 63;

	private Names() {
	}

	/** Five random letters and digits, as those of pods. */
	static String suffix() {
		int number = ThreadLocalRandom.current().nextInt(36 * 36 * 36 * 36, 36 * 36 * 36 * 36 * 36);
		return Integer.toString(number, 36);
	}

	/** The name itself, or where it is too long {@code seldon-} and its MD5. */
	static String shortened(String name) {
		return (name.length() > LONGEST) ? "seldon-" + hash(name) : name;
	}

	static String hash(String text) {
		try {
			MessageDigest digest = MessageDigest.getInstance("MD5");
			return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** As a ReplicaSet's name ends. */
	static String templateHash(String template) {
		return new BigInteger(hash(template), 16).toString(36).substring(0, 10);
	}

}
