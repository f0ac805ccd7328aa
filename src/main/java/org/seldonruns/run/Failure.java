package org.seldonruns.run;

/** The step that failed or was cancelled, and why. */
public record Failure(StepName step, Diagnosis diagnosis) {
}
