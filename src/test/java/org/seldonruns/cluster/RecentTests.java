package org.seldonruns.cluster;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecentTests {

	private final Recent<Integer> recent = new Recent<>(1000);

	@Test
	void forgetsTheOldestBeyondItsRoom() {
		for (int i = 0; i <= 1000; i++) {
			recent.put("key-" + i, i);
		}

		assertThat(recent.contains("key-0")).isFalse();
		assertThat(recent.contains("key-1")).isTrue();
		assertThat(recent.contains("key-1000")).isTrue();
	}

	@Test
	void takesAThingThatIsPutAgainAsNew() {
		recent.put("again", 1);
		for (int i = 0; i < 999; i++) {
			recent.put("key-" + i, i);
		}
		recent.put("again", 2);
		recent.put("one more", 3);

		assertThat(recent.contains("again")).isTrue();
		assertThat(recent.contains("key-0")).isFalse();
	}

	@Test
	void showsOldestFirst() {
		recent.put("a", 1);
		recent.put("b", 2);
		recent.put("a", 3);

		assertThat(recent.all()).containsExactly(2, 3);
	}

}
