package org.seldonruns.web.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seldonruns.TestCertificate;
import org.seldonruns.web.WebTestApplication;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests TLS with an SSL bundle of files that are renewed like those of a mounted Secret.
 */
@SpringBootTest(classes = WebTestApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "server.ssl.bundle=web", "spring.ssl.bundle.pem.web.reload-on-update=true",
				"spring.ssl.bundle.watch.file.quiet-period=200ms" })
@DirtiesContext
class TlsTests {

	@TempDir
	static Path folder;

	private static final List<TestCertificate> certificates = new ArrayList<>();

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void bundle(DynamicPropertyRegistry registry) throws IOException, GeneralSecurityException {
		certificates.add(TestCertificate.create(folder, "first"));
		certificates.add(TestCertificate.create(folder, "second"));
		show("first", certificates.getFirst());
		for (String file : List.of("tls.crt", "tls.key")) {
			Files.createSymbolicLink(folder.resolve(file), Path.of("..data", file));
		}
		registry.add("spring.ssl.bundle.pem.web.keystore.certificate", () -> folder.resolve("tls.crt").toString());
		registry.add("spring.ssl.bundle.pem.web.keystore.private-key", () -> folder.resolve("tls.key").toString());
	}

	@Test
	void renewedCertificateIsLoadedWithoutRestart() throws IOException, GeneralSecurityException {
		assertThat(server(ask())).isEqualTo("CN=first");
		assertThat(ask().headers().firstValue("Strict-Transport-Security")).hasValue("max-age=31536000");
		show("second", certificates.getLast());
		await().untilAsserted(() -> assertThat(server(ask())).isEqualTo("CN=second"));
	}

	private static String server(HttpResponse<String> response) throws IOException {
		assertThat(response.statusCode()).isEqualTo(200);
		return response.sslSession().orElseThrow().getPeerPrincipal().getName();
	}

	/** Sends a request on a new connection. */
	private HttpResponse<String> ask() throws IOException, GeneralSecurityException {
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		for (TestCertificate each : certificates) {
			trusted.setCertificateEntry(each.certificate().toString(), each.certificate());
		}
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
			return client
				.send(HttpRequest.newBuilder(URI.create("https://localhost:%d/problems/not-found".formatted(port)))
					.build(), BodyHandlers.ofString());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** Replaces a symbolic link, so that all files change atomically. */
	private static void show(String name, TestCertificate certificate) throws IOException, GeneralSecurityException {
		Path files = Files.createDirectory(folder.resolve(".." + name));
		certificate.write(files.resolve("tls.crt"), files.resolve("tls.key"));
		Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), files.getFileName());
		Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
	}

}
