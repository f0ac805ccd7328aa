package org.seldonruns;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the tables in {@code docs/settings.md} with the configuration metadata that
 * the compiler generates from the settings records. With {@code -Ddocs.write=true} the
 * test writes the tables first.
 */
class SettingsDocumentTests {

	private static final Path DOCUMENT = Path.of("docs", "settings.md");

	private static final String BEGIN = "<!-- generated: begin -->\n";

	private static final String END = "<!-- generated: end -->\n";

	@Test
	void tablesMatchTheConfigurationMetadata() throws IOException {
		String document = Files.readString(DOCUMENT);
		String expected = before(document) + tables() + after(document);
		if (Boolean.getBoolean("docs.write")) {
			Files.writeString(DOCUMENT, expected);
		}

		assertThat(Files.readString(DOCUMENT))
			.as("%s is stale; update it with ./mvnw test -Dtest=SettingsDocumentTests -Ddocs.write=true", DOCUMENT)
			.isEqualTo(expected);
	}

	@Test
	void everySettingIsDescribed() throws IOException {
		assertThat(properties()).hasSizeGreaterThan(40)
			.allSatisfy(
					property -> assertThat(property.path("description").asString("")).as(name(property)).endsWith("."));
	}

	private static String before(String document) {
		return document.substring(0, document.indexOf(BEGIN) + BEGIN.length());
	}

	private static String after(String document) {
		return document.substring(document.indexOf(END));
	}

	private static String tables() throws IOException {
		Map<String, List<JsonNode>> byPrefix = properties().stream()
			.collect(Collectors.groupingBy(SettingsDocumentTests::prefix, TreeMap::new, Collectors.toList()));
		StringBuilder text = new StringBuilder();
		byPrefix.forEach((prefix, properties) -> {
			text.append("\n## ").append(prefix).append("\n\n| setting | default | description |\n|---|---|---|\n");
			properties.forEach(property -> text.append(row(property)));
		});
		return text.append('\n').toString();
	}

	private static String row(JsonNode property) {
		String value = defaultValue(property.path("defaultValue"));
		return "| `%s` | %s | %s |\n".formatted(name(property), value.isEmpty() ? "" : "`" + value + "`",
				property.path("description").asString(""));
	}

	private static String defaultValue(JsonNode value) {
		return value.isArray() ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(","))
				: value.asString("");
	}

	private static String prefix(JsonNode property) {
		return name(property).substring(0, name(property).lastIndexOf('.'));
	}

	private static String name(JsonNode property) {
		return property.path("name").asString();
	}

	private static List<JsonNode> properties() throws IOException {
		try (InputStream metadata = new ClassPathResource("META-INF/spring-configuration-metadata.json")
			.getInputStream()) {
			return List.copyOf(JsonMapper.shared().readTree(metadata).path("properties").values());
		}
	}

}
