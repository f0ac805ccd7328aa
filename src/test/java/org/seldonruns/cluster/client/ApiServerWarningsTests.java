package org.seldonruns.cluster.client;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ApiServerWarningsTests {

	@Test
	void returnsTextOfEachHeader() {
		assertThat(ApiServer.warnings(List.of("299 - \"unknown field \\\"spec.colour\\\"\"", "299 - \"deprecated\"")))
			.containsExactly("unknown field \"spec.colour\"", "deprecated");
	}

	@Test
	void returnsEachWarningOfOneHeader() {
		assertThat(ApiServer.warnings(List.of("299 - \"one, with a comma\", 299 - \"two\"")))
			.containsExactly("one, with a comma", "two");
	}

	@Test
	void unescapesBackslash() {
		assertThat(ApiServer.warnings(List.of("299 - \"a\\\\b\""))).containsExactly("a\\b");
	}

	@Test
	void ignoresOtherHeaders() {
		assertThat(ApiServer.warnings(List.of("110 cache \"response is stale\"", "nonsense", "299 - \"open")))
			.isEmpty();
	}

}
