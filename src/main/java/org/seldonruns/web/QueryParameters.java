package org.seldonruns.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.seldonruns.run.RunStatus;
import org.seldonruns.run.history.RunFilter;

/**
 * Reads the parameters of a query, and gathers all that is wrong with them, so that one
 * answer says everything that has to change. What is wrong is taken as not there until
 * {@link #check()}.
 */
final class QueryParameters {

	private final Map<String, List<String>> given;

	private final Set<String> known = new LinkedHashSet<>();

	private final List<ProblemError> unreadable = new ArrayList<>();

	private final List<ProblemError> unacceptable = new ArrayList<>();

	private QueryParameters(Map<String, List<String>> given) {
		this.given = given;
	}

	static QueryParameters of(HttpServletRequest request) {
		return new QueryParameters(QueryString.parse(request.getQueryString()));
	}

	/**
	 * Reads a parameter that may be given once.
	 * @param <T> what it is read as
	 * @param name its name
	 * @param reader reads it
	 * @return its value; null where it is not given, or wrong
	 */
	<T> @Nullable T one(String name, Function<String, T> reader) {
		List<String> values = given(name);
		if (values.size() > 1) {
			unreadable(name, "%s is given %d times; give it once.".formatted(name, values.size()));
			return null;
		}
		return values.isEmpty() ? null : read(name, values.getFirst(), reader);
	}

	/**
	 * Reads a parameter that may be given once.
	 * @param <T> what it is read as
	 * @param name its name
	 * @param absent its value where it is not given
	 * @param reader reads it
	 * @return its value; the absent one, too, where it is wrong
	 */
	<T> T one(String name, T absent, Function<String, T> reader) {
		T value = one(name, reader);
		return (value != null) ? value : absent;
	}

	/**
	 * Reads {@code key=value} marks.
	 * @param name the parameter's name
	 * @param most how many there may be
	 * @return the marks, in the order of the query
	 */
	Map<String, String> labels(String name, int most) {
		List<String> values = given(name);
		if (values.size() > most) {
			unacceptable(name, "%s is given %d times; at most %d are taken.".formatted(name, values.size(), most));
			return Map.of();
		}
		Map<String, String> labels = new LinkedHashMap<>();
		for (String value : values) {
			Map.Entry<String, String> label = read(name, value, ValueReaders::label);
			if (label != null && labels.putIfAbsent(label.getKey(), label.getValue()) != null) {
				unreadable(name, "%s has the key %s twice; give each key once.".formatted(name, label.getKey()));
			}
		}
		return labels;
	}

	/**
	 * Reads which runs somebody wants to see.
	 * @return the filter
	 */
	RunFilter filter() {
		return new RunFilter(one("namespace", ValueReaders::namespace),
				one("status", ValueReaders.oneOf(RunStatus.class)), labels("label", RunsApi.MOST_LABELS));
	}

	/**
	 * Notes that a parameter is missing or cannot be read.
	 * @param name its name
	 * @param detail what to give
	 */
	void unreadable(String name, String detail) {
		unreadable.add(ProblemError.ofParameter(name, detail));
	}

	/**
	 * Notes that a parameter that could be read is not acceptable.
	 * @param name its name
	 * @param detail what to change
	 */
	void unacceptable(String name, String detail) {
		unacceptable.add(ProblemError.ofParameter(name, detail));
	}

	/**
	 * Ends the reading.
	 * @throws ProblemException where anything was wrong, or a parameter was given that
	 * nobody asked for
	 */
	void check() {
		Set<String> unknown = new LinkedHashSet<>(given.keySet());
		unknown.removeAll(known);
		unknown.forEach(name -> unreadable(name, "There is no parameter %s here; known are: %s."
			.formatted(ValueReaders.quoted(name), known.isEmpty() ? "none" : String.join(", ", known))));
		if (!unreadable.isEmpty()) {
			List<ProblemError> all = new ArrayList<>(unreadable);
			all.addAll(unacceptable);
			throw refusal(ProblemType.INVALID_PARAMETER, all);
		}
		if (!unacceptable.isEmpty()) {
			throw refusal(ProblemType.UNACCEPTABLE_PARAMETER, unacceptable);
		}
	}

	private static ProblemException refusal(ProblemType type, List<ProblemError> errors) {
		return new ProblemException(type,
				errors.stream().map(ProblemError::detail).distinct().collect(Collectors.joining(" ")), errors);
	}

	private List<String> given(String name) {
		known.add(name);
		return given.getOrDefault(name, List.of());
	}

	private <T> @Nullable T read(String name, String value, Function<String, T> reader) {
		if (value.isEmpty()) {
			unreadable(name, "%s is empty; give it a value or leave it out.".formatted(name));
			return null;
		}
		try {
			return reader.apply(value);
		}
		catch (ValueException refusal) {
			String detail = "%s is %s; %s.".formatted(name, ValueReaders.quoted(value), refusal.getMessage());
			(refusal.isUnreadable() ? unreadable : unacceptable).add(ProblemError.ofParameter(name, detail));
		}
		return null;
	}

}
