package org.seldonruns.simulation;

import java.io.IOException;
import java.time.Duration;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(180)
class FaultsTests {

	private final SimulatedCluster cluster = SimulatedCluster.start();

	private final KubernetesClient client = client();

	private KubernetesClient client() {
		Config config = this.cluster.config();
		config.setRequestRetryBackoffLimit(0);
		return new KubernetesClientBuilder().withConfig(config).build();
	}

	@AfterEach
	void close() {
		this.client.close();
		this.cluster.close();
	}

	@Test
	void failsConfiguredNumberOfTimes() {
		this.cluster.faults().fail(2, "create", "configmaps", 503);
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(KubernetesClientException.class).isThrownBy(this::create)
				.satisfies((exception) -> assertThat(exception.getCode()).isEqualTo(503));
		}
		create();
		assertThat(this.cluster.faults().count("create", "configmaps")).isEqualTo(3);
	}

	@Test
	void ownClientHasNoFaults() {
		this.cluster.faults().fail(1, "*", "*", 500);
		assertThat(this.cluster.client().configMaps().inNamespace("any").list().getItems()).isEmpty();
		assertThat(this.cluster.faults().requests()).isEmpty();
		assertThatExceptionOfType(KubernetesClientException.class)
			.isThrownBy(() -> this.client.configMaps().inNamespace("any").list());
	}

	@Test
	void reportsForbiddenRequests() {
		this.cluster.faults().fail(1, "create", "configmaps", 403);
		assertThatExceptionOfType(KubernetesClientException.class).isThrownBy(this::create)
			.satisfies((exception) -> assertThat(exception.getStatus().getReason()).isEqualTo("Forbidden"));
	}

	@Test
	void lostResponseStillPerformsRequest() {
		this.cluster.faults().loseAnswer(1, "create", "configmaps");
		assertThatExceptionOfType(KubernetesClientException.class).isThrownBy(this::create)
			.withCauseInstanceOf(IOException.class);
		assertThat(this.cluster.client().configMaps().inNamespace("any").withName("lost").get()).isNotNull();
	}

	@Test
	void delaysResponse() {
		this.cluster.faults().delayAnswer(1, "create", "configmaps", Duration.ofMillis(300));
		long start = System.nanoTime();
		create();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
	}

	private ConfigMap create() {
		return this.client.resource(
				new ConfigMapBuilder().withNewMetadata().withNamespace("any").withName("lost").endMetadata().build())
			.create();
	}

}
