package org.seldonruns.seldon.resource;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The patch that scales a resource. It changes, for each component that is not
 * autoscaled, the field that determines its replicas: {@code spec.replicas} and the scale
 * subresource have no effect if a more specific field is set.
 *
 * @param changes the operations of one JSON Patch (RFC 6902), tests first; empty where
 * there is nothing to scale
 */
public record ScalePatch(List<PatchOperation> changes) {

	public ScalePatch {
		changes = List.copyOf(changes);
	}

	/**
	 * Plans a scale. The patch tests the uid of the resource and the name of each
	 * predictor that it changes, since it identifies predictors by their index.
	 */
	public static ScalePatch plan(SeldonDeployment resource, int target) {
		Set<PatchOperation> tests = new LinkedHashSet<>();
		Set<PatchOperation> changes = new LinkedHashSet<>();
		for (ComponentSpec component : resource.components()) {
			if (component.autoscaled()) {
				continue;
			}
			Predictor predictor = resource.predictors().get(component.predictor());
			String path = "/spec/predictors/" + component.predictor();
			tests.add(PatchOperation.test(path + "/name", predictor.name()));
			if (component.replicas() != null) {
				changes.add(PatchOperation.add(path + "/componentSpecs/" + component.index() + "/replicas", target));
			}
			else if (predictor.replicas() != null) {
				changes.add(PatchOperation.add(path + "/replicas", target));
			}
			else {
				changes.add(PatchOperation.add("/spec/replicas", target));
			}
		}
		if (changes.isEmpty()) {
			return new ScalePatch(List.of());
		}
		List<PatchOperation> patch = new ArrayList<>();
		patch.add(PatchOperation.test("/metadata/uid", resource.uid()));
		patch.addAll(tests);
		patch.addAll(changes);
		return new ScalePatch(patch);
	}

	/** Returns true if there are no components, or all are autoscaled. */
	public boolean isEmpty() {
		return changes.isEmpty();
	}

	/** Describes the changes as texts such as {@code /spec/replicas to 2}. */
	public List<String> sets() {
		return changes.stream()
			.filter(change -> "add".equals(change.op()))
			.map(change -> change.path() + " to " + change.value())
			.toList();
	}

}
