package org.seldonruns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;

import org.seldonruns.simulation.SimulatedCluster;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistrar;

/**
 * Starts the whole service with a simulated cluster. All tests with this annotation share
 * one service and one cluster, so each test uses its own namespaces and resets each
 * change to the behaviour of the cluster.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(useMainMethod = SpringBootTest.UseMainMethod.ALWAYS,
		webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "seldon-runs.cluster.request-timeout=60s", "seldon-runs.cluster.idle-watches=5m" })
@Import(EmbeddedClusterTest.Cluster.class)
@interface EmbeddedClusterTest {

	/** Provides the simulated cluster. It is closed with the application context. */
	@TestConfiguration(proxyBeanMethods = false)
	class Cluster {

		@Bean
		SimulatedCluster simulatedCluster() {
			return SimulatedCluster.start();
		}

		@Bean
		DynamicPropertyRegistrar kubeconfig(SimulatedCluster cluster) {
			return registry -> registry.add("seldon-runs.cluster.kubeconfig", () -> write(cluster));
		}

		private static Path write(SimulatedCluster cluster) {
			try {
				Path file = Files.createTempFile("simulated-", ".kubeconfig");
				file.toFile().deleteOnExit();
				return cluster.writeKubeconfig(file);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
