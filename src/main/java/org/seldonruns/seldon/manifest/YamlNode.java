package org.seldonruns.seldon.manifest;

import java.math.BigInteger;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A parsed YAML node.
 *
 * @param resolved a resolved scalar (its value as a key can differ), or a complete
 * collection
 * @param height the number of levels of collections
 * @param position its position; for an alias that of the alias
 */
record YamlNode(@Nullable Object resolved, int height, Position position) {

	@Nullable Object value() {
		return switch (this.resolved) {
			case Double number when number.isNaN() || number.isInfinite() -> throw ManifestException.unreadable(
					this.position,
					"JSON has no infinity and no NaN, so Kubernetes does not accept this value. Quote it if it is a string.");
			case Double number -> KubectlNumbers.value(number.doubleValue());
			case BigInteger number -> KubectlNumbers.value(number);
			case null, default -> this.resolved;
		};
	}

	String key() {
		return switch (this.resolved) {
			case String text -> text;
			case Boolean bool -> bool.toString();
			case Long number -> number.toString();
			case Double number -> KubectlNumbers.key(number);
			case Map<?, ?> placeholder -> throw ManifestException.unreadable(this.position,
					"Invalid mapping key: a mapping. If {{ … }} is a template placeholder, render the template before uploading it.");
			case null, default -> throw ManifestException.unreadable(this.position,
					"Invalid mapping key: %s. Quote it if it is a string.".formatted(Violations.kindOf(this.resolved)));
		};
	}

}
