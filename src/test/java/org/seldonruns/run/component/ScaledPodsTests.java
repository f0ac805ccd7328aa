package org.seldonruns.run.component;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScaledPodsTests {

	@Test
	void keepsPodsWithTheSameUid() {
		assertThat(ScaledPods.of(Map.of("1", "a"), Map.of("1", "a", "2", "b")))
			.isEqualTo(new ScaledPods(List.of("a"), List.of("b"), List.of()));
	}

	@Test
	void reportsPodsThatNewOnesReplaced() {
		assertThat(ScaledPods.of(Map.of("1", "a"), Map.of("2", "b", "3", "c"))).satisfies(changes -> {
			assertThat(changes.kept()).isEmpty();
			assertThat(changes.added()).containsExactlyInAnyOrder("b", "c");
			assertThat(changes.replaced()).containsExactly("a");
		});
	}

	@Test
	void doesNotReportRemovedPodsAsReplaced() {
		assertThat(ScaledPods.of(Map.of("1", "a", "2", "b"), Map.of("1", "a")))
			.isEqualTo(new ScaledPods(List.of("a"), List.of(), List.of()));
	}

}
