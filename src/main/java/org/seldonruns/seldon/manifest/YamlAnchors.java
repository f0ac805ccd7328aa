package org.seldonruns.seldon.manifest;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.seldonruns.seldon.manifest.DocumentLimits.Size;

/** The anchors of a YAML document so far; a name stands for its last anchor. */
final class YamlAnchors {

	private final Map<String, Anchored> anchors = new HashMap<>();

	void clear() {
		this.anchors.clear();
	}

	/** An anchor was met whose node has not ended. */
	void open(String name) {
		this.anchors.put(name, new Anchored(null, Size.COLLECTION));
	}

	void close(String name, YamlNode node, Size size) {
		this.anchors.put(name, new Anchored(node, size));
	}

	/** What an alias stands for, at the alias's price. */
	YamlNode use(String name, int depth, Position position, DocumentLimits budget) {
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
		budget.descend(depth + node.height(), position);
		budget.spend(anchored.size(), position);
		return new YamlNode(node.resolved(), node.height(), position);
	}

	/**
	 * A node with an anchor.
	 *
	 * @param node the node, null as long as it has not ended
	 * @param size what each use of it costs
	 */
	private record Anchored(@Nullable YamlNode node, Size size) {

	}

}
