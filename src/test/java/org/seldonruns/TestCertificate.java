package org.seldonruns;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A key with a certificate for localhost that it signed itself, as the JDK's keytool
 * makes it.
 *
 * @param key the private key
 * @param certificate the certificate; its common name identifies it
 */
public record TestCertificate(Key key, Certificate certificate) {

	private static final String PASSWORD = "changeit";

	/** Makes one; the folder gets a file of this name. */
	public static TestCertificate create(Path folder, String name) throws IOException, GeneralSecurityException {
		Path file = folder.resolve(name + ".p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", name, "-dname", "CN=" + name, "-ext", "san=dns:localhost", "-keyalg", "RSA",
				"-keystore", file.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD)
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		try {
			assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		assertThat(keytool.exitValue()).isZero();
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(file)) {
			store.load(in, PASSWORD.toCharArray());
		}
		return new TestCertificate(store.getKey(name, PASSWORD.toCharArray()), store.getCertificate(name));
	}

	public void write(Path certificateFile, Path keyFile) throws IOException, GeneralSecurityException {
		Files.writeString(certificateFile, pem("CERTIFICATE", certificate.getEncoded()));
		Files.writeString(keyFile, pem("PRIVATE KEY", key.getEncoded()));
	}

	private static String pem(String type, byte[] content) {
		return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type,
				Base64.getMimeEncoder().encodeToString(content), type);
	}

}
