package org.seldonruns.seldon.readiness;

import java.util.List;

/** Whether a resource is ready. */
public sealed interface ReadinessVerdict {

	/** The resource is ready. */
	record Ready(List<Component> components) implements ReadinessVerdict {

		public Ready {
			components = List.copyOf(components);
		}

		/**
		 * A component that is ready.
		 *
		 * @param autoscaled whether an autoscaler sets them
		 */
		public record Component(String deployment, int replicas, boolean autoscaled) {
		}

	}

	/**
	 * The resource is not ready yet.
	 *
	 * @param missing the conditions that are not met; at least one
	 */
	record NotReady(List<String> missing) implements ReadinessVerdict {

		public NotReady {
			missing = List.copyOf(missing);
			if (missing.isEmpty()) {
				throw new IllegalArgumentException("missing must not be empty");
			}
		}

	}

}
