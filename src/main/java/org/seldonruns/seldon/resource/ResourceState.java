package org.seldonruns.seldon.resource;

import java.util.List;

/**
 * The state of a resource and the objects that it owns, as the watches show it. The
 * objects may have been observed at different times.
 */
public sealed interface ResourceState {

	/** The watches have not shown the resource yet. */
	record NotSeen() implements ResourceState {
	}

	/**
	 * The resource is there.
	 *
	 * @param events the latest Kubernetes Events of all of these that are warnings,
	 * oldest first
	 * @param owned all that it owns at any depth and is watched, as kind and name
	 */
	record Present(SeldonDeployment resource, List<OwnedDeployment> deployments, List<OwnedPod> pods,
			List<SeenEvent> events, List<String> owned) implements ResourceState {

		public Present {
			deployments = List.copyOf(deployments);
			pods = List.copyOf(pods);
			events = List.copyOf(events);
			owned = List.copyOf(owned);
		}

	}

	/**
	 * The resource was deleted.
	 *
	 * @param replaced whether another one of the same name is in its place
	 * @param left what it owned and is still there, as kind and name
	 */
	record Gone(boolean replaced, List<String> left) implements ResourceState {

		public Gone {
			left = List.copyOf(left);
		}

	}

}
