package org.seldonruns.seldon.symptom;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.seldonruns.seldon.resource.Condition;
import org.seldonruns.seldon.resource.SeenEvent;

/** Formats explanations and evidence: one line each, of limited length. */
final class EvidenceTexts {

	static final int MAX_LINES = 10;

	// Enough for the response of a registry within the message of a kubelet.
	private static final int MAX_LENGTH = 600;

	// Texts are truncated between words: half a credential is not recognised.
	private static final int MAX_WORD = 200;

	private EvidenceTexts() {
	}

	/** Returns a sentence with its cause, if known. */
	static String sentence(String start, @Nullable String cause) {
		String line = labelled(start, cause);
		return (line.endsWith(".") || line.endsWith("!") || line.endsWith("…")) ? line : line + ".";
	}

	/** Appends a message to a label, if there is one. */
	static String labelled(String label, @Nullable String message) {
		return (message == null || message.isBlank()) ? label : label + ": " + truncateEnd(message);
	}

	/** Returns a message as one line, truncated at its end. */
	static String truncateEnd(String message) {
		String line = line(message);
		if (line.length() <= MAX_LENGTH) {
			return line;
		}
		int space = line.lastIndexOf(' ', MAX_LENGTH);
		if (space > MAX_LENGTH - MAX_WORD) {
			return line.substring(0, space) + "…";
		}
		return line.substring(0, Character.isLowSurrogate(line.charAt(MAX_LENGTH)) ? MAX_LENGTH - 1 : MAX_LENGTH) + "…";
	}

	/** Returns a message as one line, truncated at its start. */
	static String truncateStart(String message) {
		String line = line(message);
		if (line.length() <= MAX_LENGTH) {
			return line;
		}
		int start = line.length() - MAX_LENGTH;
		int space = line.indexOf(' ', start - 1);
		if (space >= 0 && space < start + MAX_WORD) {
			return "…" + line.substring(space + 1);
		}
		return "…" + line.substring(Character.isLowSurrogate(line.charAt(start)) ? start + 1 : start);
	}

	private static String line(String message) {
		return message.replaceAll("[\\s\\p{Cntrl}]++", " ").strip();
	}

	/** Returns a sentence about further objects with the same problem. */
	static String others(int others, String noun) {
		return switch (others) {
			case 0 -> "";
			case 1 -> " 1 other %s has the same problem.".formatted(noun);
			default -> " %d other %ss have the same problem.".formatted(others, noun);
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

	/** Limits the evidence; the last line counts the omitted ones. */
	static List<String> bounded(List<String> lines) {
		List<String> different = lines.stream().distinct().toList();
		if (different.size() <= MAX_LINES) {
			return different;
		}
		List<String> first = new ArrayList<>(different.subList(0, MAX_LINES - 1));
		first.add("and %d more".formatted(different.size() - first.size()));
		return first;
	}

}
