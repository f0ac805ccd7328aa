package org.seldonruns.cluster;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.seldonruns.run.Component;
import org.seldonruns.run.RunId;
import org.seldonruns.run.RunRequest;
import org.seldonruns.run.Step;
import org.seldonruns.run.StepName;
import org.seldonruns.run.StepStatus;
import org.seldonruns.seldon.resource.SeldonDeployment;

/**
 * A resource that a run created, and what it tells of that run.
 *
 * @param run names the run
 * @param own whether this process started the run
 * @param request what was asked for, without the upload
 * @param createdAt when the run was asked for, by the wall clock of whoever played it
 * @param resource the resource
 * @param resourceCreatedAt when the resource was created, by the API server's clock
 * @param scaled whether the run has scaled it
 * @param kept the run's verdict, where it failed and the resource is kept
 */
public record OrphanedResource(RunId run, boolean own, RunRequest request, Instant createdAt, SeldonDeployment resource,
		Instant resourceCreatedAt, boolean scaled, @Nullable Kept kept) {

	/**
	 * What became of a run whose resource is kept.
	 *
	 * @param until when the resource is to be removed, by the wall clock
	 * @param steps what became of its steps
	 * @param components what was seen of the components
	 */
	public record Kept(Instant until, List<Step> steps, List<Component> components) {

		public Kept {
			steps = List.copyOf(steps);
			components = List.copyOf(components);
		}

		/**
		 * Validates a verdict that was read from an annotation, which anybody who may
		 * edit the resource may have edited.
		 * @return this verdict
		 * @throws IllegalArgumentException if it is not one of a failed run
		 */
		public Kept validated() {
			AnnotationLimits.require(until);
			List<Step> beforeDelete = steps.stream().filter(step -> step.name() != StepName.DELETE).toList();
			if (!steps.stream().map(Step::name).toList().equals(List.of(StepName.values()))
					|| steps.getLast().status() != StepStatus.PENDING
					|| beforeDelete.stream().noneMatch(step -> step.status().isUnsuccessful())) {
				throw new IllegalArgumentException("the steps are not those of a failed run");
			}
			beforeDelete.forEach(Kept::validate);
			return this;
		}

		private static void validate(Step step) {
			if (!step.status().isTerminal()) {
				throw new IllegalArgumentException("step " + step.name() + " is not finished");
			}
			Stream.of(step.startedAt(), step.finishedAt()).filter(Objects::nonNull).forEach(AnnotationLimits::require);
			if (step.duration() != null) {
				AnnotationLimits.require(step.duration());
			}
		}

	}

}
