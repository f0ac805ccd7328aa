package org.seldonruns.cluster.client;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;

import javax.net.ssl.X509KeyManager;

/** Compares certificates with private keys. */
final class KeyPairs {

	private static final byte[] SAMPLE = { 1, 2, 3 };

	private KeyPairs() {
	}

	/**
	 * Checks that each certificate and its key belong together: they are files of their
	 * own, and are not replaced at the same time.
	 * @param keys the certificates and keys
	 * @throws GeneralSecurityException if they do not match, or cannot be used
	 */
	static void requireMatch(X509KeyManager keys) throws GeneralSecurityException {
		for (String type : new String[] { "RSA", "EC", "EdDSA" }) {
			String[] aliases = keys.getClientAliases(type, null);
			for (String alias : (aliases != null) ? aliases : new String[0]) {
				requireMatch(keys.getCertificateChain(alias)[0], keys.getPrivateKey(alias));
			}
		}
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
			throw new GeneralSecurityException("the client certificate and its key do not belong together");
		}
	}

}
