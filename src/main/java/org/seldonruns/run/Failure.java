package org.seldonruns.run;

/**
 * The step that failed or was cancelled, and why.
 *
 * @param step which step
 * @param diagnosis the reason
 */
public record Failure(StepName step, Diagnosis diagnosis) {
}
