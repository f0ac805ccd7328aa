package org.seldonruns;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Under which licences the parts of the jar come, as its bill of materials has them.
 * Where a part offers several, one that we may choose is enough.
 */
class LicencesTests {

	/**
	 * By their SPDX identifiers: those that let a part be shipped within an Apache-2.0
	 * work.
	 */
	private static final Set<String> CHOSEN = Set.of("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "EPL-2.0");

	/**
	 * The licence of Go is a BSD-3-Clause licence without an SPDX identifier of its own.
	 */
	private static final String GO = "Go License";

	@Test
	void everyDependencyHasAnAcceptedLicence() throws IOException {
		List<JsonNode> parts = parts();

		assertThat(parts).hasSizeGreaterThan(50);
		assertThat(parts.stream().filter(part -> !isChosen(part)).map(LicencesTests::describe)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { """
			{"name": "unsaid"}""", """
			{"name": "empty", "licenses": []}""", """
			{"name": "unknown", "licenses": [{"license": {"name": "Our own"}}]}""", """
			{"name": "copyleft", "licenses": [{"license": {"id": "GPL-3.0-only"}}]}""", """
			{"name": "both at once", "licenses": [{"expression": "MIT AND GPL-3.0-only"}]}""" })
	void otherLicencesAreRejected(String part) {
		assertThat(isChosen(JsonMapper.shared().readTree(part))).isFalse();
	}

	@Test
	void oneAcceptedLicenceOfSeveralIsSufficient() {
		assertThat(isChosen(JsonMapper.shared().readTree("""
				{"licenses": [{"license": {"id": "LGPL-2.1-only"}}, {"license": {"id": "EPL-2.0"}}]}"""))).isTrue();
	}

	private static List<JsonNode> parts() throws IOException {
		try (InputStream materials = new ClassPathResource("META-INF/sbom/application.cdx.json").getInputStream()) {
			Collection<JsonNode> components = JsonMapper.shared().readTree(materials).path("components").values();
			return List.copyOf(components);
		}
	}

	private static boolean isChosen(JsonNode part) {
		return licences(part).anyMatch(CHOSEN::contains);
	}

	private static Stream<String> licences(JsonNode part) {
		return part.path("licenses").values().stream().map(licence -> licence.path("license")).map(licence -> {
			boolean isGo = GO.equals(licence.path("name").asString());
			return isGo ? "BSD-3-Clause" : licence.path("id").asString("");
		});
	}

	private static String describe(JsonNode part) {
		return part.path("name").asString("") + " " + part.path("licenses");
	}

}
