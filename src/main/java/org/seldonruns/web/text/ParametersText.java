package org.seldonruns.web.text;

import java.time.Duration;

import org.seldonruns.run.request.FieldValidation;
import org.seldonruns.time.Durations;
import org.seldonruns.web.view.ParametersView;

/** Formats the parameters of a run. */
public final class ParametersText {

	private ParametersText() {
	}

	/** Formats parameters as one line; those that are not set are omitted. */
	public static String of(ParametersView parameters) {
		String kept = parameters.keepOnFailure();
		Duration stableFor = Duration.parse(parameters.stableFor());
		return "replicas=%d, timeout=%s, deleteTimeout=%s%s%s%s%s%s%s".formatted(parameters.replicas(),
				duration(parameters.timeout()), duration(parameters.deleteTimeout()),
				(kept != null) ? ", keepOnFailure=" + duration(kept) : "",
				stableFor.isZero() ? "" : ", stableFor=" + Durations.of(stableFor),
				parameters.fieldValidation().equals(FieldValidation.WARN.parameter()) ? ""
						: ", fieldValidation=" + parameters.fieldValidation(),
				(parameters.predictions() != null) ? ", predictions=" + parameters.predictions() : "",
				(parameters.predictPath() != null) ? ", predictPath=" + parameters.predictPath() : "",
				(parameters.maxDowntime() != null) ? ", maxDowntime=" + duration(parameters.maxDowntime()) : "");
	}

	private static String duration(String duration) {
		return Durations.of(Duration.parse(duration));
	}

}
