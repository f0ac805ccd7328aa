package org.seldonruns.cluster;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DocumentsTests {

	@Test
	void copiesSoThatTheOriginalStaysAsItIs() {
		Map<String, Object> original = Map.of("a", 1);

		Map<String, Object> copy = Documents.copy(original);
		copy.put("b", 2);

		assertThat(copy).containsOnly(Map.entry("a", 1), Map.entry("b", 2));
		assertThat(original).containsOnlyKeys("a");
	}

	@Test
	void takesWhatIsNoMapAsAnEmptyOne() {
		assertThat(Documents.copy(null)).isEmpty();
		assertThat(Documents.copy("text")).isEmpty();
	}

}
