package org.seldonruns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The image, built from the jar that was just packaged, in a container: where IMAGE_TOOL
 * names a program that builds and runs images, against the real control plane that
 * KUBECONFIG_IT names.
 */
@EnabledIfEnvironmentVariable(named = "IMAGE_TOOL", matches = ".+")
@EnabledIfEnvironmentVariable(named = "KUBECONFIG_IT", matches = ".+")
class ImageIT {

	@TempDir
	static Path folder;

	private final RealCluster cluster = new RealCluster();

	@BeforeAll
	static void buildImage() throws IOException {
		ContainerProcess.build(folder);
	}

	@AfterAll
	static void removeImage() throws IOException {
		ContainerProcess.removeImage(folder);
	}

	@AfterEach
	void close() {
		cluster.close();
	}

	@Test
	void runsUnprivilegedAndWritesOnlyToTmp() throws IOException {
		try (ContainerProcess container = ContainerProcess.start(folder, RealCluster.kubeconfig())) {
			assertThat(container.client()
				.runToEnd("single.yaml", "?namespace=" + cluster.namespace())
				.path("status")
				.asString()).isEqualTo("SUCCEEDED");

			assertThat(Files.readAllLines(container.proc().resolve("status")))
				.contains("Uid:\t10001\t10001\t10001\t10001", "Gid:\t10001\t10001\t10001\t10001");
			assertThat(container.writtenFiles()).isNotEmpty().allMatch(file -> file.startsWith("/tmp/"));
			cluster.assertNothingIsLeft();
		}
	}

	@Test
	void usesAotCacheAndHalfOfTheMemory() throws IOException {
		try (ContainerProcess container = ContainerProcess.start(folder, RealCluster.kubeconfig())) {
			// Without a cache that fits, it would not have started at all: see its
			// options.
			assertThat(container.log()).contains("Opened AOT cache seldon-runs.aot", "Heap Max Capacity: 320M");
		}
	}

	@Test
	void deletesResourcesOnStop() {
		try (ContainerProcess container = ContainerProcess.start(folder, RealCluster.kubeconfig())) {
			String run = container.client()
				.startText(RealCluster.manifest("stopped", "1h"), "?namespace=" + cluster.namespace());
			container.client().awaitStep(run, "AWAIT_READY");

			assertThat(container.stop()).isEqualTo(143);

			await().untilAsserted(cluster::assertNothingIsLeft);
			cluster.assertCreatedOnce("stopped");
		}
	}

	@Test
	@EnabledIfEnvironmentVariable(named = "HADOLINT", matches = ".+")
	void satisfiesHadolint() throws IOException {
		assertThat(ContainerProcess.call(folder, List.of(String.valueOf(System.getenv("HADOLINT")), "Dockerfile")))
			.isEmpty();
	}

}
