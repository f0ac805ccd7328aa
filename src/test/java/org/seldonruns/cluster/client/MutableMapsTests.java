package org.seldonruns.cluster.client;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MutableMapsTests {

	@Test
	void copyDoesNotChangeOriginal() {
		Map<String, Object> original = Map.of("a", 1);

		Map<String, Object> copy = MutableMaps.copy(original);
		copy.put("b", 2);

		assertThat(copy).containsOnly(Map.entry("a", 1), Map.entry("b", 2));
		assertThat(original).containsOnlyKeys("a");
	}

	@Test
	void otherValuesCountAsEmptyMap() {
		assertThat(MutableMaps.copy(null)).isEmpty();
		assertThat(MutableMaps.copy("text")).isEmpty();
	}

}
