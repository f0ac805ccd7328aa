package org.seldonruns.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seldonruns.time.ManualTimekeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RenewedCertificatesTests {

	private static final char[] PASSWORD = "changeit".toCharArray();

	@TempDir
	Path folder;

	private final List<String> callers = new CopyOnWriteArrayList<>();

	private HttpsServer server;

	@BeforeEach
	void serve() throws IOException, GeneralSecurityException {
		KeyStore own = pair("server");
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, PASSWORD);
		for (String name : List.of("first", "second")) {
			trusted.setCertificateEntry(name, pair(name).getCertificate(name));
		}
		server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setHttpsConfigurator(new Demanding(context(own, trusted)));
		server.createContext("/", exchange -> {
			callers.add(((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName());
			// Each request makes a connection of its own.
			exchange.getResponseHeaders().set("Connection", "close");
			ScriptedServer.answer(exchange, 200, "{}");
			exchange.close();
		});
		server.start();
	}

	@AfterEach
	void close() {
		server.stop(0);
	}

	@Test
	void takesUpACertificateThatIsRenewedOnDisk() throws IOException, GeneralSecurityException {
		show("first");
		Path kubeconfig = kubeconfig();
		ClusterSettings settings = new ClusterSettings(kubeconfig, null, Duration.ofSeconds(7), Duration.ZERO,
				Duration.ofSeconds(15));
		Config config = new ClusterConfiguration().kubernetesConfig(settings);
		try (KubernetesClient client = new ClusterConfiguration().kubernetesClient(config, settings,
				new SimpleMeterRegistry(), new ManualTimekeeper())) {
			ApiServer apiServer = new ApiServer(client, settings);
			ask(apiServer);
			assertThat(callers).containsExactly("CN=first");
			show("second");
			await().untilAsserted(() -> {
				ask(apiServer);
				assertThat(callers).last().isEqualTo("CN=second");
			});
			Files.writeString(folder.resolve("client.crt"), "half a certific");
			ask(apiServer);
			assertThat(callers).last().isEqualTo("CN=second");
		}
	}

	private static void ask(ApiServer apiServer) {
		assertThat(apiServer.send("GET", "/version", "application/json", null, body -> body))
			.isInstanceOf(Answer.Accepted.class);
	}

	private void show(String name) throws IOException, GeneralSecurityException {
		KeyStore pair = pair(name);
		Files.writeString(folder.resolve("client.crt"), pem("CERTIFICATE", pair.getCertificate(name).getEncoded()));
		Key key = pair.getKey(name, PASSWORD);
		Files.writeString(folder.resolve("client.key"), pem("PRIVATE KEY", key.getEncoded()));
	}

	private Path kubeconfig() throws IOException, GeneralSecurityException {
		Certificate authority = pair("server").getCertificate("server");
		Files.writeString(folder.resolve("ca.crt"), pem("CERTIFICATE", authority.getEncoded()));
		return Files.writeString(folder.resolve("kubeconfig"), """
				apiVersion: v1
				kind: Config
				current-context: here
				clusters: [{name: here, cluster: {server: "https://localhost:%d", certificate-authority: ca.crt}}]
				contexts: [{name: here, context: {cluster: here, user: me}}]
				users: [{name: me, user: {client-certificate: client.crt, client-key: client.key}}]
				""".formatted(server.getAddress().getPort()));
	}

	private static String pem(String type, byte[] content) {
		return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type,
				Base64.getMimeEncoder().encodeToString(content), type);
	}

	private static SSLContext context(KeyStore own, KeyStore trusted) throws GeneralSecurityException {
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(own, PASSWORD);
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
		return context;
	}

	/** A key with a certificate of its own, as the JDK's keytool makes it. */
	private KeyStore pair(String name) throws IOException, GeneralSecurityException {
		Path file = folder.resolve(name + ".p12");
		if (!Files.exists(file)) {
			Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
					"-genkeypair", "-alias", name, "-dname", "CN=" + name, "-ext", "san=dns:localhost", "-keyalg",
					"RSA", "-keystore", file.toString(), "-storetype", "PKCS12", "-storepass", new String(PASSWORD))
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
		}
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(file)) {
			store.load(in, PASSWORD);
		}
		return store;
	}

	/** Asks each client for a certificate. */
	private static final class Demanding extends HttpsConfigurator {

		private Demanding(SSLContext context) {
			super(context);
		}

		@Override
		public void configure(HttpsParameters parameters) {
			SSLParameters demanding = getSSLContext().getDefaultSSLParameters();
			demanding.setNeedClientAuth(true);
			parameters.setSSLParameters(demanding);
		}

	}

}
