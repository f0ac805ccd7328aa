package org.seldonruns.seldon.manifest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;

import org.seldonruns.seldon.manifest.DocumentLimits.Size;

/**
 * Reads YAML as kubectl does. It works on parser events, so that limits are checked
 * before objects are created and each error has a line and a column. It is stricter than
 * kubectl about duplicate keys, tags outside the core schema and tabs after a colon, and
 * more lenient about directives.
 */
final class YamlReader {

	private final Iterator<Event> events;

	private final DocumentLimits limits = new DocumentLimits();

	private final YamlAnchors anchors = new YamlAnchors();

	private YamlReader(Iterator<Event> events) {
		this.events = events;
	}

	/** Reads the only document in a text that is not empty. */
	static Object read(String text) {
		if (text.isBlank()) {
			throw empty();
		}
		UploadText.requirePrintable(text);
		return new YamlReader(new YamlEvents(text)).documents();
	}

	private Object documents() {
		Object first = null;
		UploadedDocuments documents = new UploadedDocuments();
		while (this.events.hasNext()) {
			if (!(this.events.next() instanceof DocumentStartEvent)) {
				continue;
			}
			this.anchors.clear();
			Event start = this.events.next();
			Position position = YamlEvents.position(start);
			Object value = (first == null) ? node(start, 0).value() : laterDocument(start, documents);
			if (value != null) {
				documents.add(value, position);
				first = (first != null) ? first : value;
			}
		}
		if (first == null) {
			throw empty();
		}
		documents.requireOne();
		return first;
	}

	// An error in a document after the first one must not show its content.
	private @Nullable Object laterDocument(Event start, UploadedDocuments documents) {
		try {
			return node(start, 0).value();
		}
		catch (ManifestException invalid) {
			documents.add(invalid, YamlEvents.position(start));
			throw documents.rejection();
		}
	}

	private static ManifestException empty() {
		return ManifestException.unreadable(null, "The upload is empty. Upload one SeldonDeployment as YAML or JSON.");
	}

	private YamlNode node(Event event, int depth) {
		return switch (event) {
			case AliasEvent alias ->
				this.anchors.use(alias.getAnchor(), depth, YamlEvents.position(alias), this.limits);
			case NodeEvent node when node.getAnchor() != null -> anchored(node, depth);
			default -> content(event, depth);
		};
	}

	private YamlNode anchored(NodeEvent event, int depth) {
		String anchor = event.getAnchor();
		this.anchors.open(anchor);
		Size before = this.limits.used();
		YamlNode node = content(event, depth);
		this.anchors.close(anchor, node, this.limits.used().minus(before));
		return node;
	}

	private YamlNode content(Event event, int depth) {
		return switch (event) {
			case ScalarEvent scalar -> scalar(scalar);
			case SequenceStartEvent sequence -> sequence(sequence, depth + 1);
			case MappingStartEvent mapping -> mapping(mapping, depth + 1);
			default -> throw new IllegalStateException("no node: " + event);
		};
	}

	private YamlNode scalar(ScalarEvent event) {
		Position position = YamlEvents.position(event);
		this.limits.add(Size.of(event.getValue()), position);
		return new YamlNode(YamlScalars.resolve(event), 0, position);
	}

	private YamlNode sequence(SequenceStartEvent event, int depth) {
		Position position = YamlEvents.position(event);
		YamlScalars.requireTag(event.getTag(), "seq", position);
		this.limits.checkDepth(depth, position);
		this.limits.add(Size.COLLECTION, position);
		List<@Nullable Object> elements = new ArrayList<>();
		int height = 0;
		for (Event next = this.events.next(); !(next instanceof SequenceEndEvent); next = this.events.next()) {
			YamlNode element = node(next, depth);
			height = Math.max(height, element.height());
			elements.add(element.value());
		}
		return new YamlNode(Collections.unmodifiableList(elements), height + 1, position);
	}

	private YamlNode mapping(MappingStartEvent event, int depth) {
		Position position = YamlEvents.position(event);
		YamlScalars.requireTag(event.getTag(), "map", position);
		this.limits.checkDepth(depth, position);
		this.limits.add(Size.COLLECTION, position);
		Map<String, @Nullable Object> entries = new LinkedHashMap<>();
		Set<String> keys = new HashSet<>();
		int height = 0;
		for (Event next = this.events.next(); !(next instanceof MappingEndEvent); next = this.events.next()) {
			boolean merge = isMerge(next);
			YamlNode key = node(next, depth);
			YamlNode value = node(this.events.next(), depth);
			height = Math.max(height, value.height());
			if (merge) {
				merge(value, entries);
				continue;
			}
			String name = key.key();
			if (!keys.add(name)) {
				throw Violations.duplicateKey(name, key.position());
			}
			entries.put(name, value.value());
		}
		return new YamlNode(Collections.unmodifiableMap(entries), height + 1, position);
	}

	private static boolean isMerge(Event event) {
		return event instanceof ScalarEvent scalar && scalar.isPlain() && scalar.getTag() == null
				&& "<<".equals(scalar.getValue());
	}

	/**
	 * Merged entries overwrite earlier keys and are overwritten by later ones; the first
	 * of several mappings wins.
	 */
	private static void merge(YamlNode merged, Map<String, @Nullable Object> entries) {
		List<?> mappings = (merged.resolved() instanceof List<?> list) ? list
				: Collections.singletonList(merged.resolved());
		ListIterator<?> iterator = mappings.listIterator(mappings.size());
		while (iterator.hasPrevious()) {
			if (!(iterator.previous() instanceof Map<?, ?> mapping)) {
				throw ManifestException.unreadable(merged.position(),
						"The value of << must be a mapping or a list of mappings.");
			}
			mapping.forEach((key, value) -> entries.put((String) key, value));
		}
	}

}
