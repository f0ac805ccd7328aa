package org.seldonruns.seldon.resource;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One {@code componentSpecs[]} entry that becomes a Deployment.
 *
 * @param predictor the index of its predictor
 * @param index its index among the predictor's {@code componentSpecs}
 * @param replicas {@code componentSpecs[].replicas}, where set
 * @param autoscaled whether an autoscaler owns its replicas ({@code hpaSpec} or
 * {@code kedaSpec}), so that the operator ignores a scale
 * @param prefix the start of the name of its Deployment, unless that is shortened
 * @param givenName {@code componentSpecs[].metadata.name}, which names its Deployment in
 * place of its containers; none where not set
 * @param containers the names of the containers in the manifest
 */
public record ComponentSpec(int predictor, int index, @Nullable Integer replicas, boolean autoscaled, String prefix,
		@Nullable String givenName, List<String> containers) {

	public ComponentSpec {
		containers = List.copyOf(containers);
	}

	static ComponentSpec of(String predictorPrefix, int predictor, int index, JsonTree spec, List<String> containers) {
		return new ComponentSpec(predictor, index, spec.integer("replicas"),
				spec.has("hpaSpec") || spec.has("kedaSpec"), predictorPrefix + index + "-",
				spec.child("metadata").nonEmptyText("name"), containers);
	}

}
