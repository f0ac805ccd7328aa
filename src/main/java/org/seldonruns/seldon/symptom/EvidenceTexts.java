package org.seldonruns.seldon.symptom;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.seldonruns.seldon.resource.Condition;
import org.seldonruns.seldon.resource.SeenEvent;

/** Makes sentences and evidence of what Kubernetes says: one line each, bounded. */
final class EvidenceTexts {

	/** The most lines of evidence that a symptom has. */
	static final int MOST_LINES = 10;

	// Long enough for a registry's answer within a kubelet's message.
	private static final int LONGEST = 600;

	// EvidenceTexts are cut between words, since half a credential is not known as one.
	private static final int LONGEST_WORD = 200;

	private EvidenceTexts() {
	}

	/** A sentence with its cause, where that is told. */
	static String sentence(String start, @Nullable String cause) {
		String line = labelled(start, cause);
		return (line.endsWith(".") || line.endsWith("!") || line.endsWith("…")) ? line : line + ".";
	}

	/** A text with a message after it, where there is one. */
	static String labelled(String label, @Nullable String message) {
		return (message == null || message.isBlank()) ? label : label + ": " + firstOf(message);
	}

	/** A message as one line, cut at its end where it is long. */
	static String firstOf(String message) {
		String line = line(message);
		if (line.length() <= LONGEST) {
			return line;
		}
		int space = line.lastIndexOf(' ', LONGEST);
		if (space > LONGEST - LONGEST_WORD) {
			return line.substring(0, space) + "…";
		}
		return line.substring(0, Character.isLowSurrogate(line.charAt(LONGEST)) ? LONGEST - 1 : LONGEST) + "…";
	}

	/** A message as one line, cut at its start where it is long. */
	static String lastOf(String message) {
		String line = line(message);
		if (line.length() <= LONGEST) {
			return line;
		}
		int start = line.length() - LONGEST;
		int space = line.indexOf(' ', start - 1);
		if (space >= 0 && space < start + LONGEST_WORD) {
			return "…" + line.substring(space + 1);
		}
		return "…" + line.substring(Character.isLowSurrogate(line.charAt(start)) ? start + 1 : start);
	}

	private static String line(String message) {
		return message.replaceAll("[\\s\\p{Cntrl}]++", " ").strip();
	}

	/** Says of how many more a sentence speaks. */
	static String andOthers(int others, String noun) {
		return switch (others) {
			case 0 -> "";
			case 1 -> " The same goes for 1 other %s.".formatted(noun);
			default -> " The same goes for %d other %ss.".formatted(others, noun);
		};
	}

	static String line(SeenEvent event) {
		return labelled("%s %s, event %s%s".formatted(event.kind(), event.name(), event.reason(),
				(event.count() > 1) ? " (%d times)".formatted(event.count()) : ""), event.message());
	}

	static String line(String object, Condition condition) {
		return labelled("%s, condition %s %s%s".formatted(object, condition.type(), condition.status(),
				(condition.reason() != null) ? " (" + condition.reason() + ")" : ""), condition.message());
	}

	/** Evidence of bounded length; what is left out is counted. */
	static List<String> bounded(List<String> lines) {
		List<String> different = lines.stream().distinct().toList();
		if (different.size() <= MOST_LINES) {
			return different;
		}
		List<String> first = new ArrayList<>(different.subList(0, MOST_LINES - 1));
		first.add("and %d more".formatted(different.size() - first.size()));
		return first;
	}

}
