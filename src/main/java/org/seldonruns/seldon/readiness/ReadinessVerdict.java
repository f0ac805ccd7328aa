package org.seldonruns.seldon.readiness;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.seldonruns.seldon.resource.DeploymentRole;
import org.seldonruns.seldon.resource.OwnedAutoscaler;

/** Whether a resource is ready. */
public sealed interface ReadinessVerdict {

	/**
	 * The resource is ready.
	 *
	 * @param unverified why it is uncertain that the operator has made the change that
	 * the step waits for; null if it has
	 */
	record Ready(List<Component> components, @Nullable String unverified) implements ReadinessVerdict {

		public Ready {
			components = List.copyOf(components);
		}

		Ready(List<Component> components) {
			this(components, null);
		}

		/**
		 * A Deployment that is ready.
		 *
		 * @param predictor the name of its predictor
		 * @param replicas the number of available replicas
		 * @param autoscaled whether the manifest asks for an autoscaler
		 * @param autoscaler the autoscaler; null if there is none
		 * @param pods the names of the pods that are not being deleted, by uid
		 */
		public record Component(String deployment, DeploymentRole role, String predictor, List<String> containers,
				int replicas, boolean autoscaled, @Nullable OwnedAutoscaler autoscaler, Map<String, String> pods) {
		}

	}

	/**
	 * The resource is not ready yet.
	 *
	 * @param ready the number of replicas that are available, up to those that are wanted
	 * @param wanted the number of replicas that all Deployments should have
	 * @param missing the conditions that are not met; at least one
	 */
	record NotReady(int ready, int wanted, List<String> missing) implements ReadinessVerdict {

		public NotReady {
			missing = List.copyOf(missing);
			if (missing.isEmpty()) {
				throw new IllegalArgumentException("missing must not be empty");
			}
		}

	}

}
