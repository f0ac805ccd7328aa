package org.seldonruns;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The service with the environment that {@code components/tls} gives its container. */
@EnabledIfEnvironmentVariable(named = "KUBECONFIG_IT", matches = ".+")
class TlsComponentIT {

	private static final String MOUNT = "/etc/seldon-runs-tls";

	@TempDir
	Path folder;

	@Test
	void callersUseTlsAndProbesPlainHttp() throws IOException, GeneralSecurityException, InterruptedException {
		TestCertificate certificate = TestCertificate.create(folder, "service");
		Path secret = Files.createDirectory(folder.resolve("secret"));
		certificate.write(secret.resolve("tls.crt"), secret.resolve("tls.key"));
		try (KubernetesClient client = RealNamespace.connect()) {
			Installation.awaitNone(client);
		}
		try (Installation installation = new Installation(folder, "seldon-runs:it", "default",
				List.of("overlays/cluster-wide", "components/tls"))) {
			installation.apply();
			assertMounts(installation.get("deployments").getFirst().at("/spec/template/spec"));
			assertThat(installation.get("services").getFirst().at("/spec/ports/0/port").asInt()).isEqualTo(443);

			try (ServiceProcess service = new PodLikeService(installation, folder).withMount(MOUNT, secret).start();
					HttpClient http = HttpClient.newBuilder().sslContext(trusting(certificate)).build()) {
				assertThat(http.send(HttpRequest.newBuilder(overTls(service)).build(), BodyHandlers.discarding())
					.statusCode()).isEqualTo(401);
				// The management server answers before the service counts as live, as a
				// startup probe sees.
				ServiceClient probe = new ServiceClient(service.managementPort());
				await().atMost(ServiceProcess.PATIENCE)
					.untilAsserted(() -> assertThat(
							probe.getText("/actuator/health/liveness", MediaType.ALL).getStatusCode().value())
						.isEqualTo(200));
			}
		}
	}

	private static URI overTls(ServiceProcess service) {
		return URI.create(service.client().uri("/runs").toString().replace("http:", "https:"));
	}

	private static void assertMounts(JsonNode pod) {
		assertThat(pod.at("/containers/0/volumeMounts").valueStream())
			.anyMatch(mount -> mount.path("name").asString().equals("tls")
					&& mount.path("mountPath").asString().equals(MOUNT) && mount.path("readOnly").asBoolean());
		assertThat(pod.path("volumes").valueStream()).anyMatch(volume -> volume.path("name").asString().equals("tls")
				&& volume.at("/secret/secretName").asString().equals("seldon-runs-tls"));
	}

	private static SSLContext trusting(TestCertificate certificate) throws GeneralSecurityException, IOException {
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("service", certificate.certificate());
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return context;
	}

}
