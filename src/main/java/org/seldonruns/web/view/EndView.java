package org.seldonruns.web.view;

import io.swagger.v3.oas.annotations.media.Schema;

import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.RunStatus;

/**
 * The last event in the stream of a run.
 *
 * @param id the id of the run
 * @param status the final status
 */
@Schema(name = "RunEnd", description = "The last event in the stream of a run.")
public record EndView(
		@Schema(description = "The id of the run.", format = "uuid",
				example = "0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a11") String id,
		@Schema(description = "The final status.", example = "SUCCEEDED", enumAsRef = true) RunStatus status) {

	public static EndView of(RunSnapshot run) {
		return new EndView(run.id().toString(), run.status());
	}

}
