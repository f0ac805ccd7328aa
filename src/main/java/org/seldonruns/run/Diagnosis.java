package org.seldonruns.run;

import java.util.ArrayList;
import java.util.List;

/**
 * Why a step failed or was cancelled. Credentials in its texts are masked.
 *
 * @param cause the one cause
 * @param explanation a sentence that explains the cause
 * @param evidence conditions, events and responses of the API server
 * @param logs the last log lines of containers; a caller needs the permission {@code get
 * pods/log} to read them
 */
public record Diagnosis(Cause cause, String explanation, List<String> evidence, List<String> logs) {

	public Diagnosis {
		explanation = Redaction.of(explanation);
		evidence = evidence.stream().map(Redaction::of).toList();
		logs = logs.stream().map(Redaction::of).toList();
	}

	/**
	 * Creates a diagnosis without logs.
	 * @param cause the one cause
	 * @param explanation a sentence that explains the cause
	 * @param evidence the evidence
	 */
	public Diagnosis(Cause cause, String explanation, List<String> evidence) {
		this(cause, explanation, evidence, List.of());
	}

	/**
	 * Creates a diagnosis without evidence.
	 * @param cause the one cause
	 * @param explanation a sentence that explains the cause
	 * @return the diagnosis
	 */
	public static Diagnosis of(Cause cause, String explanation) {
		return new Diagnosis(cause, explanation, List.of());
	}

	/**
	 * Returns the evidence followed by the logs.
	 * @return all lines
	 */
	public List<String> allEvidence() {
		List<String> all = new ArrayList<>(evidence);
		all.addAll(logs);
		return all;
	}

	/**
	 * Returns a copy without logs, for callers who may not read them.
	 * @param instead the line of evidence that replaces them
	 * @return this diagnosis if it has no logs
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
