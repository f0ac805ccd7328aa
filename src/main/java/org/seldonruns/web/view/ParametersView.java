package org.seldonruns.web.view;

import java.util.Objects;

import io.swagger.v3.oas.annotations.media.Schema;

import org.jspecify.annotations.Nullable;
import org.seldonruns.run.RunParameters;

/**
 * How a run is played.
 *
 * @param replicas what each component that is not autoscaled is scaled to
 * @param timeout the longest time of each step but DELETE, as ISO-8601
 * @param deleteTimeout the longest time of DELETE, as ISO-8601
 * @param keepOnFailure how long the resource stays when the run fails, as ISO-8601
 */
@Schema(name = "Parameters", description = "How a run is played.")
public record ParametersView(
		@Schema(description = "What each component that is not autoscaled is scaled to.", minimum = "1",
				example = "2") int replicas,
		@Schema(description = "The longest time of each step but DELETE, as an ISO-8601 duration.",
				pattern = ParametersView.DURATION, example = "PT5M") String timeout,
		@Schema(description = "The longest time of DELETE, as an ISO-8601 duration.", pattern = ParametersView.DURATION,
				example = "PT2M") String deleteTimeout,
		@Schema(description = "How long the resource stays when the run fails, as an ISO-8601 duration; null where it "
				+ "is deleted as ever.", pattern = ParametersView.DURATION,
				example = "PT30M") @Nullable String keepOnFailure) {

	/**
	 * As {@link java.time.Duration} writes them. Not the format "duration", which has no
	 * fractions of a second.
	 */
	static final String DURATION = "^PT([0-9]+H)?([0-9]+M)?([0-9]+(\\.[0-9]+)?S)?$";

	static ParametersView of(RunParameters parameters) {
		return new ParametersView(parameters.replicas(), parameters.timeout().toString(),
				parameters.deleteTimeout().toString(), Objects.toString(parameters.keepOnFailure(), null));
	}

}
