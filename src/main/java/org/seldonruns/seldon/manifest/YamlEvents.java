package org.seldonruns.seldon.manifest;

import java.io.StringReader;
import java.util.Iterator;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;

/**
 * Iterates over the events of a YAML text and translates the exceptions of the parser.
 */
final class YamlEvents implements Iterator<Event> {

	private final String text;

	private final Iterator<Event> events;

	YamlEvents(String text) {
		LoaderOptions options = new LoaderOptions();
		options.setCodePointLimit(Manifest.MAX_BYTES);
		this.text = text;
		this.events = new Yaml(new SafeConstructor(options)).parse(new StringReader(text)).iterator();
	}

	@Override
	public boolean hasNext() {
		return translated(this.events::hasNext);
	}

	@Override
	public Event next() {
		return translated(this.events::next);
	}

	static Position position(Event event) {
		return position(event.getStartMark());
	}

	private static Position position(Mark mark) {
		return new Position(mark.getLine() + 1, mark.getColumn() + 1);
	}

	private <T> T translated(Supplier<T> call) {
		try {
			return call.get();
		}
		catch (MarkedYAMLException ex) {
			throw refusal(ex.getProblemMark(), ex.getProblem());
		}
		catch (YAMLException | IllegalArgumentException | IndexOutOfBoundsException ex) {
			// Invalid escape sequences have no position.
			throw ManifestException.unreadable(null, "Invalid YAML.");
		}
	}

	private ManifestException refusal(@Nullable Mark mark, @Nullable String problem) {
		if (mark == null) {
			return ManifestException.unreadable(null, "Invalid YAML: %s.".formatted(problem));
		}
		Position position = position(mark);
		String line = this.text.lines().skip(mark.getLine()).findFirst().orElse("");
		int tab = line.indexOf('\t');
		if (tab >= 0 && line.substring(0, tab).isBlank()) {
			return ManifestException.unreadable(new Position(position.line(), tab + 1),
					"YAML does not allow tabs for indentation. Use spaces.");
		}
		if (problem != null && problem.contains("TAB")) {
			return ManifestException.unreadable(position, "YAML does not allow a tab here. Use a space.");
		}
		return ManifestException.unreadable(position, "Invalid YAML: %s.".formatted(problem));
	}

}
