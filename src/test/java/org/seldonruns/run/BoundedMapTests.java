package org.seldonruns.run;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BoundedMapTests {

	private final Map<String, Integer> map = new BoundedMap<>(2);

	@Test
	void dropsTheOldestEntryBeyondItsSize() {
		map.put("a", 1);
		map.put("b", 2);
		map.put("c", 3);

		assertThat(map).containsExactly(Map.entry("b", 2), Map.entry("c", 3));
	}

	@Test
	void treatsAnEntryThatIsWrittenAgainAsNew() {
		map.put("a", 1);
		map.put("b", 2);
		map.put("a", 3);
		map.put("c", 4);

		assertThat(map).containsExactly(Map.entry("a", 3), Map.entry("c", 4));
	}

}
