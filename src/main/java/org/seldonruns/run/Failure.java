package org.seldonruns.run;

/**
 * The step that failed and why.
 *
 * @param step which step
 * @param diagnosis why
 */
public record Failure(StepName step, Diagnosis diagnosis) {
}
