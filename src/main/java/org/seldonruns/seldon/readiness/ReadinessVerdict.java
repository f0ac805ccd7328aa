package org.seldonruns.seldon.readiness;

import java.util.List;
import org.seldonruns.seldon.resource.ComponentSpec;

/** Whether a resource is ready. */
public sealed interface ReadinessVerdict {

	/**
	 * The resource is ready.
	 *
	 * @param components the observed components
	 */
	record Ready(List<Component> components) implements ReadinessVerdict {

		public Ready {
			components = List.copyOf(components);
		}

		/**
		 * A component that is ready.
		 *
		 * @param deployment its Deployment's name
		 * @param replicas the number of replicas
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
