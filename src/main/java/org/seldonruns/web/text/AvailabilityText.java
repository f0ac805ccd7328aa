package org.seldonruns.web.text;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import org.seldonruns.run.prediction.PredictionResult;
import org.seldonruns.web.view.AvailabilityView;
import org.seldonruns.web.view.RunSummary;
import org.seldonruns.web.view.TimeFormats;

/** Formats how available the predictors of a run were during its update. */
final class AvailabilityText {

	private static final List<String> TITLES = List.of("Predictor", "Min Ready Pods", "Longest Downtime", "Answers",
			"Failed");

	private AvailabilityText() {
	}

	/** Writes nothing if the run has made no update. */
	static void write(RunSummary run, Appendable text) throws IOException {
		List<AvailabilityView> predictors = run.steps().stream().flatMap(step -> step.availability().stream()).toList();
		if (predictors.isEmpty()) {
			return;
		}
		text.append("Availability During The Update:\n");
		TextTable.underlined(TITLES, predictors, AvailabilityText::cells).writeTo(text);
		for (AvailabilityView predictor : predictors) {
			AvailabilityView.CountsView predictions = predictor.predictions();
			if (predictions != null) {
				for (AvailabilityView.FailureView failure : predictions.failures()) {
					text.append("  Prediction to %s at %s: %s\n".formatted(predictor.predictor(),
							TimeFormats.timeOfDay(failure.at()), failure.result()));
				}
			}
		}
	}

	private static Stream<String> cells(AvailabilityView predictor) {
		AvailabilityView.CountsView predictions = predictor.predictions();
		String answers = (predictions != null) ? PredictionResult.inWords(predictions.answers()) : "";
		return Stream.of(predictor.predictor(), Integer.toString(predictor.minReadyPods()),
				RunText.duration(predictor.longestDowntimeMillis()), answers.isEmpty() ? RunText.NONE : answers,
				(predictions != null) ? Integer.toString(predictions.failed()) : RunText.NONE);
	}

}
