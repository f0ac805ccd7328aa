package org.seldonruns.web.text;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.seldonruns.run.prediction.PredictionResult;
import org.seldonruns.web.view.PredictionView;
import org.seldonruns.web.view.RunSummary;

/** Formats the predictions of a run: a table, and the first answers. */
final class PredictionsText {

	private static final List<String> TITLES = List.of("Step", "Predictor", "Answers", "Min", "Median", "P95", "Max",
			"First Answer After");

	private PredictionsText() {
	}

	/** Writes nothing if the run has sent no predictions yet. */
	static void write(RunSummary run, Appendable text) throws IOException {
		List<Row> rows = run.steps()
			.stream()
			.flatMap(step -> step.predictions().stream().map(result -> new Row(step.name().name(), result)))
			.toList();
		if (rows.isEmpty()) {
			return;
		}
		text.append("Predictions:\n");
		TextTable.underlined(TITLES, rows, Row::cells).writeTo(text);
		for (Row row : rows) {
			row.firstAnswer(text);
		}
	}

	/** The predictions of one step to one predictor. */
	private record Row(String step, PredictionView result) {

		Stream<String> cells() {
			String answers = PredictionResult.inWords(result.answers());
			return Stream.concat(Stream.of(step, result.predictor(), answers.isEmpty() ? RunText.NONE : answers),
					Stream.concat(latencies(), Stream.of(RunText.duration(result.firstAnswerAfterMillis()))));
		}

		private Stream<String> latencies() {
			PredictionView.LatencyView latency = result.latency();
			return (latency != null) ? Stream.of(latency.min(), latency.median(), latency.p95(), latency.max())
				.map(millis -> millis + "ms") : Stream.generate(() -> RunText.NONE).limit(4);
		}

		private void firstAnswer(Appendable text) throws IOException {
			PredictionView.@Nullable AnswerView answer = result.firstAnswer();
			if (answer != null && answer.excerpt() != null) {
				text.append("  First answer to %s of %s, status %d, %d bytes%s:\n    ".formatted(step,
						result.predictor(), answer.status(), answer.size(), answer.complete() ? "" : " and more"))
					.append(PrintableText.lines(answer.excerpt(), "\n    "))
					.append('\n');
			}
		}

	}

}
