package org.seldonruns.run;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks credentials in texts from the cluster before they are stored and shown. It
 * prefers false positives, and takes time linear in the length of the text.
 */
public final class Redaction {

	private static final String MASK = "***";

	private static final List<Shape> SHAPES = List.of(
			// The user of a URL; an image's digest follows an at sign, too.
			shape("(?<=://)[^\\s/\"'<>]*@(?!sha(?:256|512):)", MASK + "@"),
			// The same if the text is truncated before the at sign.
			shape("(?<=://)[^\\s/@:\"'<>…]++:[^\\s/@:\"'<>…]++(?=…)", MASK),
			// A user and a password before a host.
			shape("(?<![\\w/.:@-])[\\w.$+-]{1,64}+:[^\\s/@:\"'<>]{1,256}+@(?!sha(?:256|512):)(?=[\\w-]++[.:/])",
					MASK + "@"),
			shape("(authorization[\"'\\\\]{0,4}\\s{0,2}[:=][\\s\\[\"'\\\\]{0,8}(?:basic|bearer|token|negotiate)\\s{1,4})"
					+ "[^\\s\"',;\\]}]++", "$1" + MASK),
			shape("(\\b(?:basic|bearer)\\s{1,4})[\\w.~+/-]{16,}+=*+", "$1" + MASK),
			// A JSON Web Token, or other JSON in Base64.
			shape("\\b(?-i:eyJ)[\\w+/=-]{10,}+(?:\\.[\\w+/=-]*+){0,4}", MASK),
			shape("\\b(?-i:AKIA|ASIA)(?-i:[A-Z0-9]{12,}+)", MASK),
			shape("\\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|hf_)[\\w-]{16,}+", MASK),
			shape("-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]*+", MASK));

	/**
	 * Matches a key whose value is a credential (also as the suffix of a longer key) up
	 * to the start of the value.
	 */
	private static final Pattern KEY = Pattern.compile("(?<key>password|passwd|passphrase|pwd|token|secret|credential"
			+ "|(?:api|access|secret|private|account)[_-]?key|signature|(?<![a-z0-9])(?:auth|sig|username))"
			+ "(?<keyquote>\\\\*+[\"'])?(?<space>[ \\t]{0,4}+)(?<separator>[=:])[ \\t]{0,4}+"
			+ "(?:(?<escape>\\\\*+)(?<quote>[\"']))?", Pattern.CASE_INSENSITIVE);

	/** Before a colon the other keys are often words of a sentence. */
	private static final Pattern CERTAIN_KEY = Pattern.compile("pass.*|pwd|.+key", Pattern.CASE_INSENSITIVE);

	/** The value of a key that may be a word of a sentence. */
	private static final Pattern RANDOM = Pattern.compile("(?=[^\\s\\d]{0,255}\\d)[^\\s,;\"']{16}");

	private static final Set<Character> ENDS = Set.of('&', ';', ',', '"', '\'', ')', ']', '}', '<', '…');

	private Redaction() {
	}

	/**
	 * Masks credentials: users of URLs, values of keys such as {@code password} or
	 * {@code token}, authorization headers, tokens and keys of known shape.
	 * @param text the text
	 * @return the text with a mask in place of each credential
	 */
	public static String of(String text) {
		String masked = text;
		for (Shape shape : SHAPES) {
			masked = shape.pattern().matcher(masked).replaceAll(shape.replacement());
		}
		return withoutValues(masked);
	}

	private static String withoutValues(String text) {
		Matcher key = KEY.matcher(text);
		StringBuilder masked = new StringBuilder();
		int copied = 0;
		int from = 0;
		while (key.find(from)) {
			from = key.end();
			if (!isCredential(key, text)) {
				continue;
			}
			int end = endOfValue(key, text);
			if (end > key.end()) {
				masked.append(text, copied, key.end()).append(MASK);
				copied = end;
				from = end;
			}
		}
		return masked.append(text, copied, text.length()).toString();
	}

	private static boolean isCredential(Matcher key, String text) {
		if (key.group("separator").equals("=")) {
			return true;
		}
		if (key.group("keyquote") != null) {
			// Not: volume "my-secret" : secret "other" not found
			return key.group("quote") != null || key.group("space").isEmpty();
		}
		return CERTAIN_KEY.matcher(key.group("key")).matches()
				|| RANDOM.matcher(text).region(key.end(), text.length()).lookingAt();
	}

	private static int endOfValue(Matcher key, String text) {
		String quote = key.group("quote");
		int end = key.end();
		if (quote == null) {
			while (end < text.length() && !Character.isWhitespace(text.charAt(end))
					&& !ENDS.contains(text.charAt(end))) {
				end++;
			}
			return end;
		}
		// A quote within the value has more backslashes than those around it.
		int escapes = key.group("escape").length();
		int backslashes = 0;
		while (end < text.length()) {
			char character = text.charAt(end);
			if (character == quote.charAt(0) && backslashes <= escapes) {
				return end - backslashes;
			}
			backslashes = (character == '\\') ? backslashes + 1 : 0;
			end++;
		}
		return end;
	}

	private static Shape shape(String regex, String replacement) {
		return new Shape(Pattern.compile(regex, Pattern.CASE_INSENSITIVE), replacement);
	}

	/**
	 * The shape of a credential.
	 *
	 * @param pattern finds the credential
	 * @param replacement replaces it
	 */
	private record Shape(Pattern pattern, String replacement) {
	}

}
