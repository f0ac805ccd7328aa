package org.seldonruns.seldon.manifest;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import static org.seldonruns.seldon.manifest.Violations.below;
import static org.seldonruns.seldon.manifest.Violations.kindOf;
import static org.seldonruns.seldon.manifest.Violations.path;
import static org.seldonruns.seldon.manifest.Violations.quoted;

/**
 * Validates the fields of a SeldonDeployment that this service uses. Names follow RFC
 * 1123.
 */
final class ManifestChecks {

	private static final List<String> VERSIONS = List.of("v1", "v1alpha2", "v1alpha3");

	private static final Pattern SUBDOMAIN = Pattern
		.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

	private static final int MAX_SUBDOMAIN = 253;

	private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

	private static final int MAX_LABEL = 63;

	private final Violations violations = new Violations();

	private ManifestChecks() {
	}

	/** Returns the parsed document if it has no violations. */
	static Map<String, @Nullable Object> check(@Nullable Object document) {
		ManifestChecks checks = new ManifestChecks();
		checks.checkRoot(document);
		checks.violations.throwIfAny();
		return mapping(document);
	}

	// Checked above; the readers create no other keys.
	@SuppressWarnings({ "unchecked", "NullAway" })
	private static Map<String, @Nullable Object> mapping(@Nullable Object document) {
		return (Map<String, @Nullable Object>) document;
	}

	private void checkRoot(@Nullable Object document) {
		if (!(document instanceof Map<?, ?> root)) {
			this.violations.add("", "The upload must be one %s, but is %s.".formatted(Manifest.KIND, kindOf(document)));
			return;
		}
		checkApiVersion(root.get("apiVersion"));
		// Other kinds have other rules.
		if (checkKind(root.get("kind"))) {
			checkMetadata(root.get("metadata"));
			checkSpec(root.get("spec"));
		}
	}

	private void checkApiVersion(@Nullable Object value) {
		String example = "%s/%s".formatted(Manifest.GROUP, VERSIONS.getFirst());
		if (!(value instanceof String apiVersion)) {
			this.violations.add("/apiVersion", missing("apiVersion", value, example));
			return;
		}
		int slash = apiVersion.indexOf('/');
		String group = (slash < 0) ? "" : apiVersion.substring(0, slash);
		if (!group.equals(Manifest.GROUP)) {
			this.violations.add("/apiVersion", "apiVersion %s is not in the group %s. Use %s."
				.formatted(quoted(apiVersion), Manifest.GROUP, example));
			return;
		}
		if (!VERSIONS.contains(apiVersion.substring(slash + 1))) {
			this.violations.add("/apiVersion", "apiVersion %s has an unknown version. Supported versions: %s."
				.formatted(quoted(apiVersion), String.join(", ", VERSIONS)));
		}
	}

	private boolean checkKind(@Nullable Object value) {
		if (!(value instanceof String kind)) {
			this.violations.add("/kind", missing("kind", value, Manifest.KIND));
			return true;
		}
		if (kind.equals(Manifest.KIND)) {
			return true;
		}
		String hint = kind.equals("List") ? "Upload its items one at a time" : "It must be " + Manifest.KIND;
		this.violations.add("/kind", "kind is %s. %s.".formatted(quoted(kind), hint));
		return false;
	}

	private static String missing(String field, @Nullable Object value, String wanted) {
		return (value == null) ? "%s is missing. Set it to %s.".formatted(field, wanted)
				: "%s must be %s, but is %s.".formatted(field, wanted, kindOf(value));
	}

	private void checkMetadata(@Nullable Object value) {
		Map<?, ?> metadata = this.violations.requiredMapping("/metadata", (value != null) ? value : Map.of());
		if (metadata == null) {
			return;
		}
		checkName(metadata);
		if (metadata.get("namespace") != null && !"".equals(metadata.get("namespace"))) {
			checkText("/metadata/namespace", metadata.get("namespace"), LABEL, MAX_LABEL,
					"lowercase letters, digits and hyphens, starting and ending with a letter or digit");
		}
		checkTexts("/metadata/labels", metadata.get("labels"));
		checkTexts("/metadata/annotations", metadata.get("annotations"));
	}

	private void checkName(Map<?, ?> metadata) {
		if (metadata.get("name") == null) {
			this.violations.add("/metadata/name", (metadata.get("generateName") != null)
					? "metadata.generateName is not supported. Set metadata.name." : "metadata.name is missing.");
			return;
		}
		checkText("/metadata/name", metadata.get("name"), SUBDOMAIN, MAX_SUBDOMAIN,
				"lowercase letters, digits, hyphens and dots, each part starting and ending with a letter or digit");
	}

	private void checkText(String pointer, @Nullable Object value, Pattern pattern, int maximum, String rule) {
		if (!(value instanceof String text)) {
			this.violations.add(pointer, unquoted(pointer, value));
		}
		else if (text.length() > maximum || !pattern.matcher(text).matches()) {
			String advice = TemplatePlaceholders.isInName(text) ? TemplatePlaceholders.ADVICE
					: "It must have at most %d characters: %s.".formatted(maximum, rule);
			this.violations.add(pointer, "%s %s is invalid. %s".formatted(path(pointer), quoted(text), advice));
		}
	}

	private void checkTexts(String pointer, @Nullable Object value) {
		Map<?, ?> mapping = this.violations.mapping(pointer, value);
		if (mapping != null) {
			mapping.forEach((key, text) -> {
				// The API server accepts null as an empty string.
				if (text != null && !(text instanceof String)) {
					String below = below(pointer, key);
					this.violations.add(below, unquoted(below, text));
				}
			});
		}
	}

	private static String unquoted(String pointer, @Nullable Object value) {
		String hint = (value instanceof Map || value instanceof List) ? "" : ". Quote it";
		return "%s must be a string, but is %s%s.".formatted(path(pointer), kindOf(value), hint);
	}

	private void checkSpec(@Nullable Object value) {
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
			Map<?, ?> mapping = this.violations.requiredMapping(element, elements.get(i));
			if (mapping != null) {
				check.accept(element, mapping);
			}
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
