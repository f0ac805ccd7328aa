package org.seldonruns;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.history.RunHistory;
import org.seldonruns.simulation.SimulatedCluster;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.MediaType;
import org.springframework.util.StringUtils;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClient;

/**
 * Starts the service against a simulated cluster in this process, runs a sample once, and
 * stays up.
 */
class DevelopmentApplication {

	private static final Path SAMPLE = Path.of("samples", "iris.yaml");

	private static final Path REQUEST = Path.of("samples", "request.json");

	private static final Path UPDATE = Path.of("samples", "iris-update.yaml");

	public static void main(String[] args) throws IOException {
		SimulatedCluster cluster = SimulatedCluster.start();
		Path kubeconfig = cluster.writeKubeconfig(Files.createTempFile("simulated-", ".kubeconfig"));
		kubeconfig.toFile().deleteOnExit();
		SpringApplication.from(SeldonRunsApplication::main)
			.with(SampleRun.class)
			.run(StringUtils.addStringToArray(args, "--seldon-runs.cluster.kubeconfig=" + kubeconfig));
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class SampleRun {

		@Bean
		ApplicationRunner sampleRun(Environment environment, RunHistory history) {
			return arguments -> {
				String url = "http://localhost:" + environment.getRequiredProperty("local.server.port");
				print(playSample(RestClient.create(url), history), url);
			};
		}

		private static String playSample(RestClient client, RunHistory history) throws InterruptedException {
			MultiValueMap<String, Object> form = new LinkedMultiValueMap<>();
			form.add("file", new FileSystemResource(SAMPLE));
			form.add("request", new FileSystemResource(REQUEST));
			URI location = client.post()
				.uri("/runs?namespace=seldon")
				.contentType(MediaType.MULTIPART_FORM_DATA)
				.body(form)
				.retrieve()
				.toBodilessEntity()
				.getHeaders()
				.getLocation();
			String path = String.valueOf(location);
			awaitEnd(history.find(RunId.parse(path.substring(path.lastIndexOf('/') + 1))));
			return String.valueOf(client.get().uri(path).accept(MediaType.TEXT_PLAIN).retrieve().body(String.class));
		}

		private static void awaitEnd(Optional<Run> run) throws InterruptedException {
			CountDownLatch over = new CountDownLatch(1);
			run.orElseThrow().whenFinished().thenRun(over::countDown);
			over.await();
		}

		private static void print(String run, String url) {
			System.out.println();
			System.out.println(run);
			System.out.println("This was " + SAMPLE + " on a simulated cluster. The service stays up; try next:");
			System.out.println();
			System.out.println("  curl -F file=@" + SAMPLE + " '" + url + "/runs?namespace=seldon'");
			System.out.println("  curl -F file=@" + SAMPLE + " -F request=@" + REQUEST + " -F update=@" + UPDATE + " '"
					+ url + "/runs?namespace=seldon'");
			System.out.println();
			System.out.println("or see " + url + "/swagger-ui.html");
		}

	}

}
