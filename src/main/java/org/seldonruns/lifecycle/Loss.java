package org.seldonruns.lifecycle;

import java.util.Optional;

import org.seldonruns.run.Cause;
import org.seldonruns.seldon.ResourceState;
import org.seldonruns.seldon.ResourceState.Gone;
import org.seldonruns.seldon.ResourceState.NotSeen;
import org.seldonruns.seldon.ResourceState.Present;
import org.seldonruns.seldon.SeldonDeployment;

/** What somebody else did to the resource, so that the run cannot go on with it. */
final class Loss {

	private Loss() {
	}

	/**
	 * Looks for a loss.
	 * @param state what the watches show
	 * @return how the step ends; empty where the resource is not lost
	 */
	static Optional<Outcome> in(ResourceState state) {
		return switch (state) {
			case NotSeen() -> Optional.empty();
			case Gone(boolean replaced, var left) -> Optional.of(replaced ? replaced() : deleted());
			case Present present -> present.resource().deleting() ? Optional
				.of(Outcome.failed(Cause.DELETED_BY_ANOTHER, "somebody else asked for the deletion of the resource"))
					: Optional.empty();
		};
	}

	static Outcome deleted() {
		return Outcome.failed(Cause.DELETED_BY_ANOTHER, "somebody else deleted the resource");
	}

	private static Outcome replaced() {
		return Outcome.failed(Cause.REPLACED_BY_ANOTHER,
				"somebody else deleted the resource and made another one of the same name");
	}

}
