package org.seldonruns.seldon.manifest;

/**
 * Limits the size of a parsed document. Aliased values count once per use: they share
 * memory, but are written out each time.
 */
final class DocumentLimits {

	/** Levels of mappings and lists. */
	static final int MAX_DEPTH = 50;

	/** Mappings, lists, keys and values. */
	static final int MAX_NODES = 100_000;

	/** Characters in keys and values. */
	static final int MAX_CHARACTERS = 2 * Manifest.MAX_BYTES;

	private long nodes;

	private long characters;

	void checkDepth(int depth, Position position) {
		if (depth > MAX_DEPTH) {
			throw ManifestException.unreadable(position,
					"The document is nested deeper than %d levels.".formatted(MAX_DEPTH));
		}
	}

	void add(Size size, Position position) {
		this.nodes += size.nodes();
		this.characters += size.characters();
		if (this.nodes > MAX_NODES) {
			throw ManifestException.unreadable(position,
					"The document has more than %,d values after its aliases are expanded.".formatted(MAX_NODES));
		}
		if (this.characters > MAX_CHARACTERS) {
			throw ManifestException.unreadable(position,
					"The document has more than %,d characters after its aliases are expanded."
						.formatted(MAX_CHARACTERS));
		}
	}

	Size used() {
		return new Size(this.nodes, this.characters);
	}

	record Size(long nodes, long characters) {

		static final Size COLLECTION = new Size(1, 0);

		static Size of(String text) {
			return new Size(1, text.length());
		}

		Size minus(Size other) {
			return new Size(this.nodes - other.nodes, this.characters - other.characters);
		}

	}

}
