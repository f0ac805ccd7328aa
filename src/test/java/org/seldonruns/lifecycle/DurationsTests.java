package org.seldonruns.lifecycle;

import java.time.Duration;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DurationsTests {

	@ParameterizedTest
	@CsvSource({ "PT0S, 0 s", "PT0.5S, 0.5 s", "PT15S, 15 s", "PT59S, 59 s", "PT1M, 1 min", "PT2M5S, 2 min 5 s",
			"PT1H, 60 min" })
	void readsAsPeopleSayIt(Duration duration, String words) {
		assertThat(Durations.words(duration)).isEqualTo(words);
	}

	@Test
	void readsTheSameEverywhere() {
		Locale before = Locale.getDefault();
		try {
			Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
			assertThat(Durations.words(Duration.ofSeconds(15))).isEqualTo("15 s");
			assertThat(Durations.words(Duration.ofMillis(1500))).isEqualTo("1.5 s");
		}
		finally {
			Locale.setDefault(before);
		}
	}

}
