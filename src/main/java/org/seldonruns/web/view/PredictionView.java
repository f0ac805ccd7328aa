package org.seldonruns.web.view;

import java.time.Duration;
import java.util.Map;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.seldonruns.run.prediction.Answer;
import org.seldonruns.run.prediction.Latency;
import org.seldonruns.run.prediction.PredictionResult;

@Schema(name = "Predictions", description = "The predictions that a step sent to one predictor.")
public record PredictionView(@Schema(description = "The name of the predictor.", example = "default") String predictor,
		@Schema(description = "The name of its Service.", example = "iris-default") String service,
		@Schema(description = "The path of the requests.", example = "/api/v1.0/predictions") String path,
		@Schema(description = "The number of predictions by result: the HTTP status, \"timeout\" or \"no answer\".",
				example = "{\"200\": 20}") Map<String, Integer> answers,
		@Schema(description = "The latency of the answered predictions through the API server; null if there are "
				+ "none.") @Nullable LatencyView latency,
		@Schema(description = "The time from the first attempt to the first answer, including retries, in milliseconds; "
				+ "null if there is no answer.", minimum = "0", example = "18") @Nullable Long firstAnswerAfterMillis,
		@Schema(description = "The first answer; null if there is none.") @Nullable AnswerView firstAnswer) {

	static PredictionView of(PredictionResult result) {
		return new PredictionView(result.predictor(), result.service(), result.path(), result.answers(),
				LatencyView.of(result.latency()), TimeFormats.millis(result.firstAnswerAfter()),
				AnswerView.of(result.firstAnswer()));
	}

	@Schema(name = "Latency", description = "Latencies in milliseconds.")
	public record LatencyView(@Schema(description = "The shortest.", minimum = "0", example = "4.2") double min,
			@Schema(description = "The median.", minimum = "0", example = "5.1") double median,
			@Schema(description = "The 95th percentile.", minimum = "0", example = "9.7") double p95,
			@Schema(description = "The longest.", minimum = "0", example = "18.3") double max) {

		static @Nullable LatencyView of(@Nullable Latency latency) {
			return (latency != null) ? new LatencyView(millis(latency.min()), millis(latency.median()),
					millis(latency.p95()), millis(latency.max())) : null;
		}

		private static double millis(Duration duration) {
			return Math.round(duration.toNanos() / 1e5) / 10.0;
		}

	}

	@Schema(name = "Answer", description = "The answer to a prediction.")
	public record AnswerView(@Schema(description = "The HTTP status.", example = "200") int status,
			@Schema(description = "The media type; null if there is none.",
					example = "application/json") @Nullable String contentType,
			@Schema(description = "The number of bytes of the body that were read, at most 1 MiB.", minimum = "0",
					example = "57") int size,
			@Schema(description = "Whether the body was read to its end.") boolean complete,
			@Schema(description = "The first 4,096 characters of the body, with credentials masked; null in lists and if "
					+ "you lack the permission to create services/proxy.",
					example = "{\"data\": {\"ndarray\": [[0.1, 0.9]]}}") @Nullable String excerpt) {

		static @Nullable AnswerView of(@Nullable Answer answer) {
			return (answer != null) ? new AnswerView(answer.status(), answer.contentType(), answer.size(),
					answer.complete(), answer.excerpt()) : null;
		}

	}

}
