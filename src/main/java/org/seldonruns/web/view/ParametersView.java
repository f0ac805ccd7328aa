package org.seldonruns.web.view;

import java.util.Objects;

import io.swagger.v3.oas.annotations.media.Schema;

import org.jspecify.annotations.Nullable;
import org.seldonruns.run.request.PredictionParameters;
import org.seldonruns.run.request.RunParameters;
import org.seldonruns.run.request.UpdateParameters;

@Schema(name = "Parameters", description = "The parameters of a run.")
public record ParametersView(
		@Schema(description = "Number of replicas that SCALE sets for each component that is not autoscaled.",
				minimum = "1", example = "2") int replicas,
		@Schema(description = "Timeout of each step except DELETE, as an ISO 8601 duration.",
				pattern = ParametersView.DURATION, example = "PT5M") String timeout,
		@Schema(description = "Timeout of DELETE, as an ISO 8601 duration.", pattern = ParametersView.DURATION,
				example = "PT2M") String deleteTimeout,
		@Schema(description = "Time for which the resource of a failed run is kept, as an ISO 8601 duration; null if it "
				+ "is not kept.", pattern = ParametersView.DURATION, example = "PT30M") @Nullable String keepOnFailure,
		@Schema(description = "Time for which the resource must be ready without interruption, as an ISO 8601 duration.",
				pattern = ParametersView.DURATION, example = "PT0S") String stableFor,
		@Schema(description = "How the API server handles unknown fields of the manifest.", allowableValues = {
				"Ignore", "Warn", "Strict" }, example = "Warn") String fieldValidation,
		@Schema(description = "Number of predictions that each step sends to each predictor; null if the run sends none.",
				minimum = "1", example = "1") @Nullable Integer predictions,
		@Schema(description = "Path of the predictions; null if the protocol of the resource defines it.",
				example = "/v2/models/iris/infer") @Nullable String predictPath,
		@Schema(description = "Longest time without a ready pod that each predictor may have during the update, as an "
				+ "ISO 8601 duration; null if there is no limit or no update.", pattern = ParametersView.DURATION,
				example = "PT0S") @Nullable String maxDowntime){

	/**
	 * The format of {@link java.time.Duration#toString()}. The OpenAPI format "duration"
	 * does not allow fractions of a second.
	 */
	static final String DURATION = "^PT([0-9]+H)?([0-9]+M)?([0-9]+(\\.[0-9]+)?S)?$";

	static ParametersView of(RunParameters parameters) {
		PredictionParameters predictions = parameters.predictions();
		UpdateParameters update = parameters.update();
		return new ParametersView(parameters.replicas(), parameters.timeout().toString(),
				parameters.deleteTimeout().toString(), Objects.toString(parameters.keepOnFailure(), null),
				parameters.stableFor().toString(), parameters.fieldValidation().parameter(),
				(predictions != null) ? predictions.count() : null, (predictions != null) ? predictions.path() : null,
				(update != null) ? Objects.toString(update.maxDowntime(), null) : null);
	}

}
