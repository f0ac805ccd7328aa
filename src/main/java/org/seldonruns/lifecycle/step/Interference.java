package org.seldonruns.lifecycle.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.seldon.resource.ObservedState;
import org.seldonruns.seldon.resource.ObservedState.Gone;
import org.seldonruns.seldon.resource.ObservedState.NotSeen;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.SeldonDeployment;

/** Detects that another client deleted or replaced the resource. */
public final class Interference {

	private Interference() {
	}

	/**
	 * Detects whether the resource of the run is lost.
	 * @param state the state that the watches show
	 * @param ours the resource in the last response of the API server
	 * @return the outcome of the step; empty if the resource is not lost
	 */
	public static Optional<StepOutcome> in(ObservedState state, SeldonDeployment ours) {
		return switch (state) {
			case NotSeen() -> Optional.empty();
			case Gone(boolean replaced, List<String> left) -> Optional.of(replaced ? replaced(ours, left)
					: lost(Cause.DELETED_BY_ANOTHER, "another client deleted " + named(ours), gone(ours), left));
			case Present present when present.resource().deleting() -> Optional.of(deleting(present));
			case Present present -> Optional.empty();
		};
	}

	/** The outcome if the API server responds that the resource does not exist. */
	static StepOutcome deleted(SeldonDeployment ours, String sentence) {
		return lost(Cause.DELETED_BY_ANOTHER, "another client deleted " + named(ours),
				"the API server responded with 404: " + sentence, List.of());
	}

	/** The outcome if another resource has the name. */
	static StepOutcome replaced(SeldonDeployment ours) {
		return replaced(ours, List.of());
	}

	private static StepOutcome replaced(SeldonDeployment ours, List<String> left) {
		return lost(Cause.REPLACED_BY_ANOTHER,
				"another client deleted " + named(ours) + " and created another one with the same name",
				gone(ours) + ", and another resource has this name", left);
	}

	private static StepOutcome deleting(Present present) {
		SeldonDeployment resource = present.resource();
		String evidence = "%s with uid %s has a deletion timestamp".formatted(named(resource), resource.uid())
				+ (resource.finalizers().isEmpty() ? "" : " and finalizers " + resource.finalizers());
		return lost(Cause.DELETED_BY_ANOTHER, "another client requested the deletion of " + named(resource), evidence,
				present.owned());
	}

	private static StepOutcome lost(Cause cause, String explanation, String evidence, List<String> left) {
		List<String> lines = new ArrayList<>(List.of(evidence));
		if (!left.isEmpty()) {
			lines.add("objects that it owned still exist: " + String.join(", ", left));
		}
		return new StepOutcome.Failed(new Diagnosis(cause, explanation, lines));
	}

	private static String named(SeldonDeployment resource) {
		return "SeldonDeployment " + resource.name();
	}

	private static String gone(SeldonDeployment ours) {
		return "%s with uid %s is gone".formatted(named(ours), ours.uid());
	}

}
