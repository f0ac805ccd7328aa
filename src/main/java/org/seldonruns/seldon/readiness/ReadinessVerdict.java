package org.seldonruns.seldon.readiness;

import java.util.List;
import org.seldonruns.seldon.resource.ComponentSpec;

/** Whether a resource is ready. */
public sealed interface ReadinessVerdict {

	/**
	 * It is.
	 *
	 * @param components what was seen of each component
	 */
	record Ready(List<Component> components) implements ReadinessVerdict {

		public Ready {
			components = List.copyOf(components);
		}

		/**
		 * A component that is ready.
		 *
		 * @param deployment its Deployment's name
		 * @param replicas how many it has
		 * @param autoscaled whether an autoscaler owns them
		 */
		public record Component(String deployment, int replicas, boolean autoscaled) {
		}

	}

	/**
	 * It is not, and may yet become so.
	 *
	 * @param missing what is missing, each as a clause for people; at least one
	 */
	record NotYet(List<String> missing) implements ReadinessVerdict {

		public NotYet {
			missing = List.copyOf(missing);
			if (missing.isEmpty()) {
				throw new IllegalArgumentException("where nothing is missing, it is ready");
			}
		}

	}

}
