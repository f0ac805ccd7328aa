package org.seldonruns.web.view;

import io.swagger.v3.oas.annotations.media.Schema;

import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.RunStatus;

/**
 * The end of a run's stream.
 *
 * @param id names the run
 * @param status how it ended
 */
@Schema(name = "RunEnd", description = "The end of a run's stream.")
public record EndView(
		@Schema(description = "Names the run.", format = "uuid",
				example = "0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a11") String id,
		@Schema(description = "How it ended.", example = "SUCCEEDED", enumAsRef = true) RunStatus status) {

	public static EndView of(RunSnapshot run) {
		return new EndView(run.id().toString(), run.status());
	}

}
