package org.seldonruns.web.view;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import org.seldonruns.run.request.ResourceName;

@Schema(name = "Resource", description = "The resource of a run.")
public record ResourceView(
		@Schema(description = "The API version in the manifest.",
				example = "machinelearning.seldon.io/v1") String apiVersion,
		@Schema(description = "The kind.", example = "SeldonDeployment") String kind,
		@Schema(description = "The name.", example = "iris") String name,
		@Schema(description = "The UID; null before the resource is created.",
				example = "0b6d7a52-52c5-4a0e-9a43-0f4f0d5d8f9e") @Nullable String uid) {

	public static ResourceView of(ResourceName name, @Nullable String uid) {
		return new ResourceView(name.apiVersion(), name.kind(), name.name(), uid);
	}

}
