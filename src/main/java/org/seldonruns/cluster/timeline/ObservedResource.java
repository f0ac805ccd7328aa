package org.seldonruns.cluster.timeline;

import java.util.List;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;
import org.seldonruns.seldon.resource.ObservedState;

/**
 * A resource as the watches of its namespace show it.
 *
 * @param resource the resource; null if it does not exist
 * @param owned all objects that it owns, nearest first
 */
public record ObservedResource(ObservedState state, @Nullable GenericKubernetesResource resource,
		List<HasMetadata> owned) {

	public ObservedResource {
		owned = List.copyOf(owned);
	}

}
