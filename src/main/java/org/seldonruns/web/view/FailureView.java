package org.seldonruns.web.view;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;

import org.seldonruns.run.Cause;
import org.seldonruns.run.Failure;
import org.seldonruns.run.StepName;

/**
 * Why a step failed or was cancelled, shaped as a problem.
 *
 * @param type the path at which the cause is documented
 * @param title the cause in a few words
 * @param detail a sentence for people
 * @param step which step
 * @param cause the one cause
 * @param evidence what shows it
 */
@Schema(name = "Failure", description = "Why a step failed or was cancelled, shaped as a problem (RFC 9457).")
public record FailureView(
		@Schema(description = "The path at which the cause is documented.", format = "uri-reference",
				example = "/problems/run-failed/timed-out") String type,
		@Schema(description = "The cause in a few words.", example = "The step's time was up") String title,
		@Schema(description = "What happened, for people.",
				example = "iris-default-0-classifier has 0 of 1 replicas available") String detail,
		@Schema(description = "Which step.", example = "AWAIT_READY", enumAsRef = true) StepName step,
		@Schema(description = "The one cause.", example = "TIMED_OUT", enumAsRef = true) Cause cause,
		@Schema(description = "What shows it: conditions, events, answers of the API server.") List<String> evidence) {

	static FailureView of(Failure failure) {
		Cause cause = failure.diagnosis().cause();
		return new FailureView(FailureType.path(cause), FailureType.title(cause), failure.diagnosis().explanation(),
				failure.step(), cause, failure.diagnosis().allEvidence());
	}

}
