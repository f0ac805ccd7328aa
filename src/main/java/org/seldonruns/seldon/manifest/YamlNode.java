package org.seldonruns.seldon.manifest;

import org.jspecify.annotations.Nullable;

/**
 * A YAML node as it was read.
 *
 * @param resolved a scalar as it was resolved (as a key it means something else than as a
 * value), or a finished collection
 * @param height how many levels of collections it has
 * @param position where it stands, of an alias the alias
 */
record YamlNode(@Nullable Object resolved, int height, Position position) {

	@Nullable Object value() {
		return YamlScalars.value(this.resolved, this.position);
	}

	String key() {
		return YamlScalars.key(this.resolved, this.position);
	}

}
