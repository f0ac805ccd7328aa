package org.seldonruns.seldon.manifest;

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
		return YamlScalars.value(this.resolved, this.position);
	}

	String key() {
		return YamlScalars.key(this.resolved, this.position);
	}

}
