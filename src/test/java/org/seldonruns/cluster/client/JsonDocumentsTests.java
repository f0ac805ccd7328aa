package org.seldonruns.cluster.client;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JsonDocumentsTests {

	@Test
	void copyDoesNotChangeOriginal() {
		Map<String, Object> original = Map.of("a", 1);

		Map<String, Object> copy = JsonDocuments.copy(original);
		copy.put("b", 2);

		assertThat(copy).containsOnly(Map.entry("a", 1), Map.entry("b", 2));
		assertThat(original).containsOnlyKeys("a");
	}

	@Test
	void otherValuesCountAsEmptyMap() {
		assertThat(JsonDocuments.copy(null)).isEmpty();
		assertThat(JsonDocuments.copy("text")).isEmpty();
	}

}
