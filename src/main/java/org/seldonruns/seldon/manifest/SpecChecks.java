package org.seldonruns.seldon.manifest;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import static org.seldonruns.seldon.manifest.Violations.below;
import static org.seldonruns.seldon.manifest.Violations.kindOf;
import static org.seldonruns.seldon.manifest.Violations.path;

/**
 * Validates the replicas in the spec of a SeldonDeployment; all of them are optional.
 */
final class SpecChecks {

	private final Violations violations;

	SpecChecks(Violations violations) {
		this.violations = violations;
	}

	void check(@Nullable Object value) {
		checkReplicas("/spec", value);
		if (value instanceof Map<?, ?> spec) {
			forEach("/spec/predictors", spec.get("predictors"), this::checkPredictor);
		}
	}

	private void checkPredictor(String pointer, Map<?, ?> predictor) {
		checkReplicas(pointer, predictor);
		checkReplicas(below(pointer, "svcOrchSpec"), predictor.get("svcOrchSpec"));
		checkReplicas(below(pointer, "explainer"), predictor.get("explainer"));
		forEach(below(pointer, "componentSpecs"), predictor.get("componentSpecs"), this::checkReplicas);
	}

	private void forEach(String pointer, @Nullable Object value, BiConsumer<String, Map<?, ?>> check) {
		List<?> elements = this.violations.list(pointer, value);
		for (int i = 0; i < elements.size(); i++) {
			String element = below(pointer, i);
			if (elements.get(i) instanceof Map<?, ?> mapping) {
				check.accept(element, mapping);
				continue;
			}
			this.violations.add(element,
					"%s must be a mapping, but is %s.".formatted(path(element), kindOf(elements.get(i))));
		}
	}

	private void checkReplicas(String pointer, @Nullable Object value) {
		Map<?, ?> mapping = this.violations.mapping(pointer, value);
		Object replicas = (mapping != null) ? mapping.get("replicas") : null;
		if (replicas == null || (replicas instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE)) {
			return;
		}
		String replicasPointer = below(pointer, "replicas");
		this.violations.add(replicasPointer, "%s must be an integer from 0 to %d, but is %s."
			.formatted(path(replicasPointer), Integer.MAX_VALUE, kindOf(replicas)));
	}

}
