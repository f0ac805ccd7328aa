package org.seldonruns.cluster.client;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import javax.net.ssl.X509KeyManager;

/** Compares certificates with private keys. */
final class KeyPairs {

	private static final byte[] SAMPLE = { 1, 2, 3 };

	private KeyPairs() {
	}

	/**
	 * Checks that each certificate matches its key. They are separate files, which are
	 * not replaced at the same time.
	 * @throws GeneralSecurityException if they do not match or are invalid
	 */
	static void requireMatch(X509KeyManager keys) throws GeneralSecurityException {
		for (String alias : aliases(keys)) {
			requireMatch(keys.getCertificateChain(alias)[0], keys.getPrivateKey(alias));
		}
	}

	static boolean contain(X509KeyManager keys, Certificate certificate) {
		return aliases(keys).stream().anyMatch(alias -> keys.getCertificateChain(alias)[0].equals(certificate));
	}

	private static List<String> aliases(X509KeyManager keys) {
		return Stream.of("RSA", "EC", "EdDSA")
			.map(type -> keys.getClientAliases(type, null))
			.filter(Objects::nonNull)
			.flatMap(Stream::of)
			.toList();
	}

	private static void requireMatch(X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
		String algorithm = switch (key.getAlgorithm()) {
			case "RSA" -> "SHA256withRSA";
			case "EC" -> "SHA256withECDSA";
			default -> "EdDSA";
		};
		Signature signer = Signature.getInstance(algorithm);
		signer.initSign(key);
		signer.update(SAMPLE);
		Signature verifier = Signature.getInstance(algorithm);
		verifier.initVerify(certificate.getPublicKey());
		verifier.update(SAMPLE);
		if (!verifier.verify(signer.sign())) {
			throw new GeneralSecurityException("the client certificate and the client key do not match");
		}
	}

}
