package org.seldonruns.lifecycle.update;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import org.junit.jupiter.api.Test;
import org.seldonruns.run.availability.Availability;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.Resources;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.time.ManualTimekeeper;

import static org.assertj.core.api.Assertions.assertThat;

class PredictorAvailabilityTests {

	private static final SeldonDeployment RESOURCE = Resources.available("""
			predictors:
			- name: main
			  graph: {name: classifier}
			""");

	private static final Map<String, String> SELECTOR = Map.of("seldon-app", "iris-main");

	private final ManualTimekeeper timekeeper = new ManualTimekeeper();

	@Test
	void measuresTheLongestTimeWithoutAReadyPod() {
		PredictorAvailability main = start(present(pod("a", true), pod("b", true)));
		main.observe(present(pod("a", true), pod("b", false)));
		main.observe(present(pod("a", false)));
		timekeeper.advance(Duration.ofSeconds(3));
		main.observe(present(pod("a", false), pod("c", false)));
		timekeeper.advance(Duration.ofSeconds(2));
		main.observe(present(pod("c", true)));
		timekeeper.advance(Duration.ofSeconds(9));
		main.observe(present());
		timekeeper.advance(Duration.ofSeconds(4));
		main.observe(present(pod("d", true)));

		assertThat(main.result(null)).isEqualTo(new Availability("main", "iris-main", 0, Duration.ofSeconds(5), null));
		assertThat(main.readyPods()).isOne();
	}

	@Test
	void includesADowntimeThatHasNotEnded() {
		PredictorAvailability main = start(present(pod("a", true)));
		main.observe(present());
		timekeeper.advance(Duration.ofSeconds(7));

		assertThat(main.result(null).longestDowntime()).isEqualTo(Duration.ofSeconds(7));
	}

	@Test
	void countsOnlyReadyPodsThatTheServiceSelects() {
		Pod deleting = new PodBuilder(pod("b", true)).editMetadata()
			.withDeletionTimestamp("2026-11-22T06:41:05Z")
			.endMetadata()
			.build();
		Pod other = new PodBuilder(pod("c", true)).editMetadata().withLabels(Map.of()).endMetadata().build();

		PredictorAvailability main = start(present(pod("a", true), deleting, other, pod("d", false)));

		assertThat(main.readyPods()).isOne();
	}

	@Test
	void missingServiceSelectsNothing() {
		PredictorAvailability main = start(present(pod("a", true)));
		main.observe(
				new Present(RESOURCE, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(pod("a", true))));

		assertThat(main.result(null).minReadyPods()).isZero();
	}

	@Test
	void recognizesThatTheUpdateRemovesThePredictor() {
		PredictorAvailability main = start(present(pod("a", true)));
		assertThat(main.isKept()).isTrue();
		main.observe(new Present(Resources.available("predictors: []"), List.of(), List.of(), List.of(), List.of(),
				List.of(), List.of()));

		assertThat(main.isKept()).isFalse();
	}

	@Test
	void doesNotMeasureAPredictorWithoutReadyPods() {
		assertThat(PredictorAvailability.of("main", present(pod("a", false)), timekeeper)).isEmpty();
		assertThat(PredictorAvailability.of("other", present(pod("a", true)), timekeeper)).isEmpty();
	}

	private PredictorAvailability start(Present before) {
		return PredictorAvailability.of("main", before, timekeeper).orElseThrow();
	}

	private static Present present(Pod... pods) {
		List<HasMetadata> objects = new ArrayList<>(List.of(pods));
		objects.add(new ServiceBuilder().withNewMetadata()
			.withName("iris-main")
			.endMetadata()
			.withNewSpec()
			.withSelector(SELECTOR)
			.endSpec()
			.build());
		return new Present(RESOURCE, List.of(), List.of(), List.of(), List.of(), List.of(), objects);
	}

	private static Pod pod(String name, boolean ready) {
		return new PodBuilder().withNewMetadata()
			.withName(name)
			.withUid(name)
			.withLabels(SELECTOR)
			.endMetadata()
			.withNewStatus()
			.addNewCondition()
			.withType("Ready")
			.withStatus(ready ? "True" : "False")
			.endCondition()
			.endStatus()
			.build();
	}

}
