package org.seldonruns.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Label and field selectors, equality- and set-based, as lists and watches take them.
 */
final class Selectors {

	private static final Pattern COMMA_OUTSIDE_PARENTHESES = Pattern.compile(",(?![^(]*\\))");

	private static final Pattern SET = Pattern.compile("(\\S+)\\s+(in|notin)\\s*\\((.*)\\)");

	private static final Pattern EQUALITY = Pattern.compile("([^=!]+)(==|!=|=)(.*)");

	private Selectors() {
	}

	static Predicate<JsonNode> labels(String selector) {
		return all(selector, (object, label) -> object.path("metadata").path("labels").path(label));
	}

	static Predicate<JsonNode> fields(String selector) {
		return all(selector, (object, field) -> object.at("/" + field.replace('.', '/')));
	}

	private static Predicate<JsonNode> all(String selector, Lookup lookup) {
		if (selector.isBlank()) {
			return (object) -> true;
		}
		return COMMA_OUTSIDE_PARENTHESES.splitAsStream(selector)
			.map(String::strip)
			.map((requirement) -> requirement(requirement, lookup))
			.reduce((object) -> true, Predicate::and);
	}

	private static Predicate<JsonNode> requirement(String requirement, Lookup lookup) {
		Matcher set = SET.matcher(requirement);
		if (set.matches()) {
			List<String> values = Arrays.stream(set.group(3).split(",", -1)).map(String::strip).toList();
			boolean in = "in".equals(set.group(2));
			return (object) -> in == values.contains(value(object, set.group(1), lookup));
		}
		Matcher equality = EQUALITY.matcher(requirement);
		if (equality.matches()) {
			String key = equality.group(1).strip();
			String wanted = equality.group(3).strip();
			boolean equal = !"!=".equals(equality.group(2));
			return (object) -> equal == wanted.equals(value(object, key, lookup));
		}
		if (requirement.startsWith("!")) {
			String key = requirement.substring(1).strip();
			return (object) -> lookup.find(object, key).isMissingNode();
		}
		return (object) -> !lookup.find(object, requirement).isMissingNode();
	}

	/** An absent label equals no value, an absent field the empty one. */
	private static String value(JsonNode object, String key, Lookup lookup) {
		return lookup.find(object, key).asText("");
	}

	@FunctionalInterface
	private interface Lookup {

		JsonNode find(JsonNode object, String key);

	}

}
