package org.seldonruns.run;

import java.util.List;

/**
 * Why a step failed or was cancelled. Credentials in its texts are masked.
 *
 * @param cause the one cause
 * @param explanation a sentence for people
 * @param evidence what shows it: conditions, events, answers of the API server
 */
public record Diagnosis(Cause cause, String explanation, List<String> evidence) {

	public Diagnosis {
		explanation = Redaction.of(explanation);
		evidence = evidence.stream().map(Redaction::of).toList();
	}

	/**
	 * A diagnosis whose explanation says it all.
	 * @param cause the one cause
	 * @param explanation a sentence for people
	 * @return the diagnosis, without evidence
	 */
	public static Diagnosis of(Cause cause, String explanation) {
		return new Diagnosis(cause, explanation, List.of());
	}

}
