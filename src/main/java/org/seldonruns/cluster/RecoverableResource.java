package org.seldonruns.cluster;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.seldonruns.run.RunId;
import org.seldonruns.run.Step;
import org.seldonruns.run.StepName;
import org.seldonruns.run.StepStatus;
import org.seldonruns.run.Warning;
import org.seldonruns.run.component.Component;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.seldon.resource.SeldonDeployment;

/**
 * A SeldonDeployment that a run created, with the run that its labels and annotations
 * describe. The run may still be live: the resources of this process's own runs are
 * reported too, so that recovery can check them when the run ends.
 *
 * @param own whether this process started the run
 * @param request the request, without the upload
 * @param createdAt the time at which the service accepted the request, by the wall clock
 * of the process that executed the run
 * @param resourceCreatedAt the creation time of the resource, by the clock of the API
 * server
 * @param reached the last wait that the run may have reached, as the resource shows:
 * AWAIT_UPDATED, AWAIT_SCALED or else AWAIT_READY
 * @param kept the result of the failed run whose resource is kept; null if the resource
 * is not kept
 */
public record RecoverableResource(RunId run, boolean own, RunRequest request, Instant createdAt,
		SeldonDeployment resource, Instant resourceCreatedAt, StepName reached, @Nullable Kept kept) {

	/**
	 * The result of a run whose resource is kept.
	 *
	 * @param until the time at which the resource is deleted, by the wall clock
	 */
	public record Kept(Instant until, List<Step> steps, List<Component> components, List<Warning> warnings) {

		public Kept {
			steps = List.copyOf(steps);
			components = List.copyOf(components);
			// Earlier versions wrote no warnings.
			warnings = (warnings != null) ? List.copyOf(warnings) : List.of();
		}

		/**
		 * Validates a result that was read from an annotation, which others may have
		 * edited.
		 * @throws IllegalArgumentException if it is not the result of a failed run
		 */
		public Kept validated() {
			AnnotationRanges.require(until);
			List<Step> beforeDelete = steps.stream().filter(step -> step.name() != StepName.DELETE).toList();
			if (!areInOrder(steps.stream().map(Step::name).toList()) || steps.getLast().status() != StepStatus.PENDING
					|| beforeDelete.stream().noneMatch(step -> step.status().isUnsuccessful())) {
				throw new IllegalArgumentException(
						"the steps must be those of a run in order, with a failed or cancelled step and with DELETE still PENDING");
			}
			beforeDelete.forEach(Kept::validate);
			return this;
		}

		private static boolean areInOrder(List<StepName> names) {
			List<StepName> expected = Arrays.stream(StepName.values())
				.filter(step -> step.isMandatory() || names.contains(step))
				.toList();
			return names.equals(expected);
		}

		private static void validate(Step step) {
			if (!step.status().isTerminal()) {
				throw new IllegalArgumentException("step " + step.name() + " is not finished");
			}
			AnnotationRanges.require(step.startedAt());
			AnnotationRanges.require(step.finishedAt());
			AnnotationRanges.require(step.duration());
			step.availability().forEach(predictor -> {
				AnnotationRanges.require(predictor.longestDowntime());
				if (predictor.predictions() != null) {
					predictor.predictions().failures().forEach(failure -> AnnotationRanges.require(failure.at()));
				}
			});
		}

	}

}
