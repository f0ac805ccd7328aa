package org.seldonruns.run;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Why a step failed or was cancelled. Credentials in its texts are masked.
 *
 * @param cause the one cause
 * @param explanation a sentence that explains the cause
 * @param evidence conditions, events and responses of the API server
 * @param logs the last log lines of containers; a caller needs the permission {@code get
 * pods/log} to read them
 * @param answers the bodies of answers of the model; a caller needs the permission {@code
 * create services/proxy} to read them
 */
public record Diagnosis(Cause cause, String explanation, List<String> evidence, List<String> logs,
		List<String> answers) {

	public Diagnosis {
		explanation = Redaction.of(explanation);
		evidence = evidence.stream().map(Redaction::of).toList();
		logs = logs.stream().map(Redaction::of).toList();
		// Annotations of earlier versions do not have this field.
		answers = (answers != null) ? answers.stream().map(Redaction::of).toList() : List.of();
	}

	/**
	 * Creates a diagnosis without answers of the model.
	 * @param cause the one cause
	 * @param explanation a sentence that explains the cause
	 * @param evidence the evidence
	 * @param logs the last log lines of containers
	 */
	public Diagnosis(Cause cause, String explanation, List<String> evidence, List<String> logs) {
		this(cause, explanation, evidence, logs, List.of());
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
	 * Returns the evidence followed by the answers and the logs.
	 * @return all lines
	 */
	public List<String> allEvidence() {
		List<String> all = new ArrayList<>(evidence);
		all.addAll(answers);
		all.addAll(logs);
		return all;
	}

	/**
	 * Returns a diagnosis without logs, for callers who may not read them.
	 * @param instead the line of evidence that replaces the logs
	 * @return this diagnosis if it has no logs, otherwise a copy
	 */
	Diagnosis withoutLogs(String instead) {
		return logs.isEmpty() ? this : new Diagnosis(cause, explanation, with(instead), List.of(), answers);
	}

	/**
	 * Returns a diagnosis without answers, for callers who may not read them.
	 * @param instead the line of evidence that replaces the answers
	 * @return this diagnosis if it has no answers, otherwise a copy
	 */
	Diagnosis withoutAnswers(String instead) {
		return answers.isEmpty() ? this : new Diagnosis(cause, explanation, with(instead), logs);
	}

	private List<String> with(String line) {
		return Stream.concat(evidence.stream(), Stream.of(line)).toList();
	}

}
