package org.seldonruns.seldon;

import java.util.List;

/**
 * What the watches show of a resource and of what it owns. What they show of different
 * objects may be of different moments.
 */
public sealed interface ResourceState {

	/** The watches have not shown the resource yet. */
	record NotSeen() implements ResourceState {
	}

	/**
	 * The resource is there.
	 *
	 * @param resource the resource
	 * @param deployments the Deployments that it owns
	 * @param owned all that it owns at any depth and is watched, as kind and name
	 */
	record Present(SeldonDeployment resource, List<OwnedDeployment> deployments,
			List<String> owned) implements ResourceState {

		public Present {
			deployments = List.copyOf(deployments);
			owned = List.copyOf(owned);
		}

	}

	/**
	 * The resource was there and is not any more.
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
