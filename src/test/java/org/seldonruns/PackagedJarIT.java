package org.seldonruns;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/** What is in the jar, which the system property {@code packaged.jar} names. */
@EnabledIfSystemProperty(named = "packaged.jar", matches = ".+")
class PackagedJarIT {

	@Test
	void containsOneHttpTransportAndRequiredModelsOnly() throws IOException {
		assertThat(libraries()).filteredOn(library -> library.startsWith("kubernetes-"))
			.containsExactlyInAnyOrder("kubernetes-client", "kubernetes-client-api", "kubernetes-httpclient-okhttp",
					"kubernetes-model-common", "kubernetes-model-core", "kubernetes-model-apps",
					"kubernetes-model-autoscaling", "kubernetes-model-coordination", "kubernetes-model-events",
					"kubernetes-model-policy",
					// The reviews of tokens and permissions are among these.
					"kubernetes-model-admissionregistration",
					// The client registers some of their kinds when it is made, and links
					// to others.
					"kubernetes-model-apiextensions", "kubernetes-model-batch", "kubernetes-model-certificates",
					"kubernetes-model-extensions");
		assertThat(libraries()).isNotEmpty()
			.noneMatch(library -> library.matches("(vertx|netty|jetty|mockwebserver|logging-interceptor).*"));
	}

	/** Names, without versions. */
	private static List<String> libraries() throws IOException {
		try (JarFile jar = new JarFile(Path.of(System.getProperty("packaged.jar")).toFile())) {
			return jar.stream()
				.map(entry -> entry.getName())
				.filter(name -> name.startsWith("BOOT-INF/lib/") && name.endsWith(".jar"))
				.map(name -> name.substring("BOOT-INF/lib/".length()).replaceAll("-\\d.*", ""))
				.toList();
		}
	}

}
