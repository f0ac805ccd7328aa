package org.seldonruns.run.prediction;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PredictionResultTests {

	private static final Latency LATENCY = Latency.of(List.of(Duration.ofMillis(4)));

	@Test
	void removesOnlyTheExcerptOfTheFirstAnswer() {
		PredictionResult result = result(new Answer(200, "application/json", 17, true, "{\"data\": \"secret\"}"));

		assertThat(result.hasExcerpt()).isTrue();
		assertThat(result.withoutExcerpt()).isEqualTo(result(new Answer(200, "application/json", 17, true, null)));
		assertThat(result.withoutExcerpt().hasExcerpt()).isFalse();
		assertThat(result.withoutExcerpt().weight()).isLessThan(result.weight());
	}

	@Test
	void hasNothingToRemoveWithoutAnAnswer() {
		PredictionResult result = result(null);

		assertThat(result.hasExcerpt()).isFalse();
		assertThat(result.withoutExcerpt()).isSameAs(result);
	}

	@Test
	void formatsTheNumberOfPredictionsByResult() {
		Map<String, Integer> answers = new LinkedHashMap<>();
		answers.put("200", 19);
		answers.put("503", 1);

		assertThat(PredictionResult.inWords(answers)).isEqualTo("19 x 200, 1 x 503");
	}

	private static PredictionResult result(@Nullable Answer answer) {
		return new PredictionResult("main", "iris-main", "/predict", Map.of("200", 1), LATENCY, Duration.ofMillis(4),
				answer);
	}

}
