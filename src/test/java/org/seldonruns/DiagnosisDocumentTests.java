package org.seldonruns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seldonruns.run.Cause;

import static org.assertj.core.api.Assertions.assertThat;

/** The page that explains the causes, and the table that leads to it. */
class DiagnosisDocumentTests {

	private static final Path PAGE = Path.of("docs", "diagnosis.md");

	@Test
	void hasAHeadingForEachCause() throws IOException {
		List<String> headings = Files.readAllLines(PAGE)
			.stream()
			.filter(line -> line.startsWith("## "))
			.flatMap(line -> Arrays.stream(line.substring("## ".length()).split(", ", -1)))
			.toList();

		assertThat(headings)
			.containsExactlyInAnyOrderElementsOf(Arrays.stream(Cause.values()).map(Cause::name).toList());
	}

	@ParameterizedTest
	@EnumSource
	void everyCauseIsInTheTableOfHelp(Cause cause) throws IOException {
		assertThat(Files.readAllLines(Path.of("HELP.md")))
			.anyMatch(line -> line.startsWith("| `") && line.contains("`" + cause + "`"));
	}

}
