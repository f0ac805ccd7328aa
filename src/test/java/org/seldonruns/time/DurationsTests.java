package org.seldonruns.time;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DurationsTests {

	@ParameterizedTest
	@CsvSource({ "PT0S, 0ms", "PT0.0119S, 11ms", "PT0.999S, 999ms", "PT1S, 1s", "PT1.096S, 1.0s", "PT1.25S, 1.2s",
			"PT59.999S, 59.9s", "PT1M, 1m", "PT2M13.9S, 2m13s", "PT1H, 1h", "PT1H5M59S, 1h5m", "PT25H, 25h" })
	void formatsAtMostTwoUnits(Duration duration, String shown) {
		assertThat(Durations.of(duration)).isEqualTo(shown);
	}

	@ParameterizedTest
	@CsvSource({ "PT0S, 0.0 s", "PT0.049S, 0.0 s", "PT0.482S, 0.5 s", "PT3.24S, 3.2 s", "PT3.25S, 3.3 s",
			"PT59.99S, 60.0 s", "PT2M13.4S, 133.4 s", "PT1H, 3600.0 s" })
	void formatsSecondsWithTenths(Duration duration, String shown) {
		assertThat(Durations.inSeconds(duration)).isEqualTo(shown);
	}

}
