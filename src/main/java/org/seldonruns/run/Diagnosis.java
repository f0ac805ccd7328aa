package org.seldonruns.run;

import java.util.ArrayList;
import java.util.List;

/**
 * Why a step failed or was cancelled. Credentials in its texts are masked.
 *
 * @param cause the one cause
 * @param explanation a sentence for people
 * @param evidence what shows it: conditions, events, answers of the API server
 * @param logs the last lines of containers' logs, which not everybody may read who may
 * read the run
 */
public record Diagnosis(Cause cause, String explanation, List<String> evidence, List<String> logs) {

	public Diagnosis {
		explanation = Redaction.of(explanation);
		evidence = evidence.stream().map(Redaction::of).toList();
		logs = logs.stream().map(Redaction::of).toList();
	}

	/**
	 * A diagnosis without logs.
	 * @param cause the one cause
	 * @param explanation a sentence for people
	 * @param evidence what shows it
	 */
	public Diagnosis(Cause cause, String explanation, List<String> evidence) {
		this(cause, explanation, evidence, List.of());
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

	/**
	 * The evidence and, after it, the logs.
	 * @return all that shows it
	 */
	public List<String> allEvidence() {
		List<String> all = new ArrayList<>(evidence);
		all.addAll(logs);
		return all;
	}

	/**
	 * The same for somebody who may not read logs.
	 * @param instead the evidence in their place
	 * @return a diagnosis without logs; this one where it has none
	 */
	Diagnosis withoutLogs(String instead) {
		if (logs.isEmpty()) {
			return this;
		}
		List<String> rest = new ArrayList<>(evidence);
		rest.add(instead);
		return new Diagnosis(cause, explanation, rest);
	}

}
