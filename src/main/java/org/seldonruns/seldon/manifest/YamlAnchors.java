package org.seldonruns.seldon.manifest;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.seldonruns.seldon.manifest.DocumentLimits.Size;

/**
 * The anchors of a YAML document up to the current position. A later anchor replaces an
 * earlier one of the same name.
 */
final class YamlAnchors {

	private final Map<String, Anchored> anchors = new HashMap<>();

	void clear() {
		this.anchors.clear();
	}

	/** Adds an anchor at the start of its node. */
	void open(String name) {
		this.anchors.put(name, new Anchored(null, Size.COLLECTION));
	}

	void close(String name, YamlNode node, Size size) {
		this.anchors.put(name, new Anchored(node, size));
	}

	/** Resolves an alias and counts the size of its node. */
	YamlNode use(String name, int depth, Position position, DocumentLimits limits) {
		Anchored anchored = this.anchors.get(name);
		if (anchored == null) {
			throw ManifestException.unreadable(position,
					"The alias refers to the anchor %s, which is not defined before it."
						.formatted(Violations.quoted(name)));
		}
		YamlNode node = anchored.node();
		if (node == null) {
			throw ManifestException.unreadable(position,
					"The anchor %s contains itself.".formatted(Violations.quoted(name)));
		}
		limits.checkDepth(depth + node.height(), position);
		limits.add(anchored.size(), position);
		return new YamlNode(node.resolved(), node.height(), position);
	}

	/** A node with an anchor; null until the node ends. */
	private record Anchored(@Nullable YamlNode node, Size size) {

	}

}
