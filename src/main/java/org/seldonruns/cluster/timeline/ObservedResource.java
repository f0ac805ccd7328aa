package org.seldonruns.cluster.timeline;

import java.util.List;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;
import org.seldonruns.seldon.resource.ResourceState;

/**
 * What the watches of a namespace show of a resource at one moment.
 *
 * @param state what a verdict needs to know of it
 * @param resource the resource itself; none where it is not there
 * @param owned all that it owns, nearest first
 */
public record ObservedResource(ResourceState state, @Nullable GenericKubernetesResource resource,
		List<HasMetadata> owned) {

	public ObservedResource {
		owned = List.copyOf(owned);
	}

}
