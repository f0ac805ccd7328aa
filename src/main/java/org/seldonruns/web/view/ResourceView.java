package org.seldonruns.web.view;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import org.seldonruns.run.ResourceName;

/**
 * The resource that a run rehearses.
 *
 * @param apiVersion the group and version that the upload speaks of
 * @param kind its kind
 * @param name its name
 * @param uid its uid; null before it was created
 */
@Schema(name = "Resource", description = "The resource that a run rehearses.")
public record ResourceView(
		@Schema(description = "The group and version that the upload speaks of.",
				example = "machinelearning.seldon.io/v1") String apiVersion,
		@Schema(description = "Its kind.", example = "SeldonDeployment") String kind,
		@Schema(description = "Its name.", example = "iris") String name,
		@Schema(description = "Its uid; null before it was created.",
				example = "0b6d7a52-52c5-4a0e-9a43-0f4f0d5d8f9e") @Nullable String uid) {

	public static ResourceView of(ResourceName name, @Nullable String uid) {
		return new ResourceView(name.apiVersion(), name.kind(), name.name(), uid);
	}

}
