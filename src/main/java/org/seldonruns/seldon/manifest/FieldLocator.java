package org.seldonruns.seldon.manifest;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Finds the field of a manifest that a message of the API server names. Parses the upload
 * again instead of keeping the line of each value in memory, because few uploads have
 * warnings.
 */
public final class FieldLocator {

	/**
	 * The message of the API server about an unknown or duplicate field, with its path as
	 * in {@code spec.predictors[0].componentSpec}.
	 */
	private static final Pattern FIELD = Pattern.compile("(?:unknown|duplicate) field \"([^\"]+)\"");

	private static final Pattern SEGMENT = Pattern.compile("([^.\\[\\]]+)|\\[(\\d+)]");

	private final @Nullable Node root;

	/**
	 * Prepares the search in an upload.
	 * @param upload an upload that {@link Manifest#parse} accepts
	 */
	public FieldLocator(byte[] upload) {
		this.root = compose(new String(upload, StandardCharsets.UTF_8));
	}

	private static @Nullable Node compose(String text) {
		LoaderOptions options = new LoaderOptions();
		options.setCodePointLimit(2 * Manifest.MAX_BYTES);
		options.setNestingDepthLimit(2 * DocumentLimits.MAX_DEPTH);
		try {
			// JSON may be indented by tabs, YAML may not. Lines stay the same.
			Iterator<Node> documents = new Yaml(new SafeConstructor(options))
				.composeAll(new StringReader(text.replace('\t', ' ')))
				.iterator();
			return documents.hasNext() ? documents.next() : null;
		}
		catch (YAMLException ex) {
			return null;
		}
	}

	/**
	 * Returns the pointer to the field that a message names.
	 * @param message a warning of the API server
	 * @return a JSON pointer (RFC 6901); empty if the message does not name a field
	 */
	public static Optional<String> pointer(String message) {
		Matcher field = FIELD.matcher(message);
		if (!field.find()) {
			return Optional.empty();
		}
		StringBuilder pointer = new StringBuilder();
		SEGMENT.matcher(field.group(1))
			.results()
			.forEach(segment -> pointer.append('/')
				.append((segment.group(1) != null) ? segment.group(1).replace("~", "~0").replace("/", "~1")
						: segment.group(2)));
		return Optional.of(pointer.toString());
	}

	/**
	 * Returns the line of a field.
	 * @param pointer a JSON pointer
	 * @return the line of the key, from 1; empty if the upload does not have the field at
	 * this place
	 */
	public Optional<Integer> line(String pointer) {
		Node node = root;
		Integer line = null;
		for (String token : pointer.substring(Math.min(1, pointer.length())).split("/", -1)) {
			String key = token.replace("~1", "/").replace("~0", "~");
			switch (node) {
				case MappingNode mapping -> {
					Optional<NodeTuple> entry = mapping.getValue()
						.stream()
						.filter(each -> isKey(each, key))
						.findFirst();
					line = entry.map(NodeTuple::getKeyNode).map(FieldLocator::lineOf).orElse(null);
					node = entry.map(NodeTuple::getValueNode).orElse(null);
				}
				case SequenceNode sequence -> {
					List<Node> elements = sequence.getValue();
					int index = key.matches("\\d{1,6}") ? Integer.parseInt(key) : elements.size();
					node = (index < elements.size()) ? elements.get(index) : null;
					line = (node != null) ? lineOf(node) : null;
				}
				case null, default -> {
					return Optional.empty();
				}
			}
		}
		return Optional.ofNullable(line);
	}

	private static boolean isKey(NodeTuple entry, String key) {
		return entry.getKeyNode() instanceof ScalarNode scalar && scalar.getValue().equals(key);
	}

	private static int lineOf(Node node) {
		return node.getStartMark().getLine() + 1;
	}

}
