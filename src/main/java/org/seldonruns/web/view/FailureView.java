package org.seldonruns.web.view;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;

import org.seldonruns.run.Cause;
import org.seldonruns.run.Failure;
import org.seldonruns.run.StepName;

@Schema(name = "Failure", description = "The failure or cancellation of a step, in the form of a problem (RFC 9457).")
public record FailureView(
		@Schema(description = "The path that documents the cause.", format = "uri-reference",
				example = "/problems/run-failed/timed-out") String type,
		@Schema(description = "The cause in a few words.", example = "Step timed out") String title,
		@Schema(description = "An explanation for people.",
				example = "iris-default-0-classifier has 0 of 1 replicas available") String detail,
		@Schema(description = "The step.", example = "AWAIT_READY", enumAsRef = true) StepName step,
		@Schema(description = "The cause.", example = "TIMED_OUT", enumAsRef = true) Cause cause,
		@Schema(description = "The evidence: conditions, events, log lines, responses of the API server.") List<String> evidence) {

	static FailureView of(Failure failure) {
		Cause cause = failure.diagnosis().cause();
		return new FailureView(CauseDocumentation.path(cause), CauseDocumentation.title(cause),
				failure.diagnosis().explanation(), failure.step(), cause, failure.diagnosis().allEvidence());
	}

}
