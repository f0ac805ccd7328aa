package org.seldonruns.cluster.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

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
import org.seldonruns.TestCertificate;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.ClusterSettings;
import org.seldonruns.cluster.ScriptedServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RenewedCertificatesTests {

	private static final char[] PASSWORD = "changeit".toCharArray();

	@TempDir
	Path folder;

	private final Map<String, TestCertificate> pairs = new HashMap<>();

	private final List<String> callers = new CopyOnWriteArrayList<>();

	private TestCertificate own;

	private HttpsServer server;

	private volatile boolean keepsConnections;

	private volatile String expiredOne = "";

	@BeforeEach
	void serve() throws IOException, GeneralSecurityException {
		own = TestCertificate.create(folder, "server");
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, PASSWORD);
		for (String name : List.of("first", "second")) {
			TestCertificate pair = TestCertificate.create(folder, name);
			pairs.put(name, pair);
			trusted.setCertificateEntry(name, pair.certificate());
		}
		server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setHttpsConfigurator(new Demanding(context(own, trusted)));
		server.createContext("/", exchange -> {
			callers.add(((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName());
			if (keepsConnections) {
				boolean expired = callers.getLast().equals("CN=" + expiredOne);
				ScriptedServer.respond(exchange, expired ? 401 : 200, "{}");
			}
			else {
				exchange.getResponseHeaders().set("Connection", "close");
				ScriptedServer.respond(exchange, 200, "{}");
			}
			exchange.close();
		});
		server.start();
	}

	@AfterEach
	void close() {
		server.stop(0);
	}

	@Test
	void usesCertificateRenewedOnDisk() throws IOException, GeneralSecurityException {
		show("first");
		ClusterSettings settings = settings();
		try (KubernetesClient client = connect(settings)) {
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

	@Test
	void replacesConnectionsWhoseCertificateHasExpired() throws IOException, GeneralSecurityException {
		keepsConnections = true;
		show("first");
		ClusterSettings settings = settings();
		try (KubernetesClient client = connect(settings)) {
			ApiServer apiServer = new ApiServer(client, settings);
			ask(apiServer);
			expiredOne = "first";
			assertThat(apiServer.send("GET", "/version", "application/json", null, body -> body))
				.as("nothing was renewed")
				.isInstanceOf(ApiResponse.Rejected.class);
			show("second");

			ask(apiServer);
			ask(apiServer);

			// The first two requests, the third one and its repetition on the same
			// connection, its repetition on another one, and the last request.
			assertThat(callers).containsExactly("CN=first", "CN=first", "CN=first", "CN=first", "CN=second",
					"CN=second");
		}
	}

	@Test
	void keepsCertificateAndKeyOfOneHandshakeTogetherWhileBothAreReplaced()
			throws IOException, GeneralSecurityException {
		show("first");
		RenewedCertificates certificates = new RenewedCertificates(this::configuration);
		String alias = chooseAlias(certificates);

		show("second");
		String next = chooseAlias(certificates);

		assertThat(certificates.getCertificateChain(alias)).containsExactly(certificate("first"));
		assertThat(certificates.getPrivateKey(alias)).isEqualTo(pair("first").key());
		assertThat(certificates.getCertificateChain(next)).containsExactly(certificate("second"));
		assertThat(certificates.getPrivateKey(next)).isEqualTo(pair("second").key());
	}

	@Test
	void usesFormerCertificateUntilBothFilesAreReplaced() throws IOException, GeneralSecurityException {
		show("first");
		RenewedCertificates certificates = new RenewedCertificates(this::configuration);

		new TestCertificate(pair("first").key(), pair("second").certificate()).write(folder.resolve("client.crt"),
				folder.resolve("client.key"));
		String alias = chooseAlias(certificates);

		assertThat(certificates.getCertificateChain(alias)).containsExactly(certificate("first"));
		assertThat(certificates.getPrivateKey(alias)).isEqualTo(pair("first").key());
	}

	private static String chooseAlias(RenewedCertificates certificates) {
		return Objects.requireNonNull(certificates.chooseClientAlias(new String[] { "RSA" }, null, null));
	}

	private Config configuration() {
		try {
			return Config.fromKubeconfig(kubeconfig().toFile());
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private X509Certificate certificate(String name) {
		return (X509Certificate) pair(name).certificate();
	}

	private TestCertificate pair(String name) {
		return Objects.requireNonNull(pairs.get(name));
	}

	private ClusterSettings settings() throws IOException, GeneralSecurityException {
		return new ClusterSettings(kubeconfig(), null, Duration.ofSeconds(7), Duration.ofSeconds(7), Duration.ZERO,
				Duration.ofSeconds(15));
	}

	private static KubernetesClient connect(ClusterSettings settings) {
		ClusterConfiguration configuration = new ClusterConfiguration();
		return configuration.kubernetesClient(configuration.kubernetesConfig(settings), settings,
				new SimpleMeterRegistry());
	}

	private static void ask(ApiServer apiServer) {
		assertThat(apiServer.send("GET", "/version", "application/json", null, body -> body))
			.isInstanceOf(ApiResponse.Accepted.class);
	}

	private void show(String name) throws IOException, GeneralSecurityException {
		pair(name).write(folder.resolve("client.crt"), folder.resolve("client.key"));
	}

	private Path kubeconfig() throws IOException, GeneralSecurityException {
		own.write(folder.resolve("ca.crt"), folder.resolve("ca.key"));
		return Files.writeString(folder.resolve("kubeconfig"), """
				apiVersion: v1
				kind: Config
				current-context: here
				clusters: [{name: here, cluster: {server: "https://localhost:%d", certificate-authority: ca.crt}}]
				contexts: [{name: here, context: {cluster: here, user: me}}]
				users: [{name: me, user: {client-certificate: client.crt, client-key: client.key}}]
				""".formatted(server.getAddress().getPort()));
	}

	private static SSLContext context(TestCertificate own, KeyStore trusted)
			throws GeneralSecurityException, IOException {
		KeyStore keyStore = KeyStore.getInstance("PKCS12");
		keyStore.load(null, PASSWORD);
		keyStore.setKeyEntry("server", own.key(), PASSWORD, new Certificate[] { own.certificate() });
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(keyStore, PASSWORD);
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
		return context;
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
