package org.seldonruns.web.query;

import java.time.Duration;
import java.util.Objects;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.jspecify.annotations.Nullable;
import org.seldonruns.run.request.PredictionParameters;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import org.seldonruns.run.request.FieldValidation;
import org.seldonruns.run.request.RunParameters;
import org.seldonruns.run.request.UpdateParameters;
import org.seldonruns.run.request.UploadParts;
import org.seldonruns.time.Durations;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;

/**
 * Defaults and limits of the parameters of a run.
 *
 * @param replicas Default of the parameter replicas: the number of replicas to scale each
 * component to.
 * @param maxReplicas Largest accepted value of the parameter replicas.
 * @param timeout Default of the parameter timeout: the timeout of each step except
 * DELETE.
 * @param maxTimeout Largest accepted value of the parameter timeout.
 * @param deleteTimeout Default of the parameter deleteTimeout: the timeout of the step
 * DELETE.
 * @param maxDeleteTimeout Largest accepted value of the parameter deleteTimeout.
 * @param maxKeepOnFailure Largest accepted value of the parameter keepOnFailure.
 * @param maxStableFor Largest accepted value of the parameter stableFor.
 * @param maxPredictions Largest accepted value of the parameter predictions, at most
 * 1000.
 * @param fieldValidation Default of the parameter fieldValidation: whether the API server
 * ignores unknown fields of a manifest, warns about them, or rejects the manifest.
 */
@Validated
@ConfigurationProperties("seldon-runs.request")
public record RunParameterSettings(@DefaultValue("2") @Min(1) int replicas,
		@DefaultValue("100") @Min(1) int maxReplicas,
		@DefaultValue("5m") @NotNull @DurationMin(millis = 1) Duration timeout,
		@DefaultValue("1h") @NotNull @DurationMin(millis = 1) Duration maxTimeout,
		@DefaultValue("2m") @NotNull @DurationMin(millis = 1) Duration deleteTimeout,
		@DefaultValue("1h") @NotNull @DurationMin(millis = 1) Duration maxDeleteTimeout,
		@DefaultValue("24h") @NotNull @DurationMin(millis = 1) Duration maxKeepOnFailure,
		@DefaultValue("1h") @NotNull @DurationMin(millis = 1) Duration maxStableFor,
		@DefaultValue("1000") @Min(1) @Max(PredictionParameters.MAX_COUNT) int maxPredictions,
		@DefaultValue("warn") @NotNull FieldValidation fieldValidation) {

	@AssertTrue(
			message = "replicas, timeout and deleteTimeout must not exceed maxReplicas, maxTimeout and maxDeleteTimeout")
	boolean isEachDefaultInRange() {
		return replicas <= maxReplicas && timeout.compareTo(maxTimeout) <= 0
				&& deleteTimeout.compareTo(maxDeleteTimeout) <= 0;
	}

	/**
	 * Completes the query of a request with the defaults.
	 * @param query the query
	 * @param parts the uploaded documents
	 * @return the parameters of the run
	 * @throws ProblemException if stableFor is not shorter than the timeout, or if a
	 * parameter is set without the part that it concerns
	 */
	public RunParameters parameters(RunQuery query, UploadParts parts) {
		Duration limit = Objects.requireNonNullElse(query.timeout(), timeout);
		Duration stableFor = Objects.requireNonNullElse(query.stableFor(), Duration.ZERO);
		if (stableFor.compareTo(limit) >= 0) {
			throw ProblemException.ofParameter(ProblemType.INVALID_PARAMETER, "stableFor",
					"stableFor is %s but the timeout is %s; it must be shorter than the timeout."
						.formatted(Durations.of(stableFor), Durations.of(limit)));
		}
		return new RunParameters(Objects.requireNonNullElse(query.replicas(), replicas), limit,
				Objects.requireNonNullElse(query.deleteTimeout(), deleteTimeout), query.keepOnFailure(), stableFor,
				Objects.requireNonNullElse(query.fieldValidation(), fieldValidation),
				predictions(query, parts.request() != null), update(query, parts.update() != null));
	}

	private static @Nullable PredictionParameters predictions(RunQuery query, boolean predicts) {
		PredictPath path = query.predictPath();
		Integer count = query.predictions();
		if (!predicts && (path != null || count != null)) {
			String name = (path != null) ? "predictPath" : "predictions";
			throw withoutPart(name, "request", "the body of the predictions");
		}
		return predicts
				? new PredictionParameters((path != null) ? path.value() : null, Objects.requireNonNullElse(count, 1))
				: null;
	}

	private static @Nullable UpdateParameters update(RunQuery query, boolean updates) {
		if (!updates && query.maxDowntime() != null) {
			throw withoutPart("maxDowntime", "update", "the second manifest");
		}
		return updates ? new UpdateParameters(query.maxDowntime()) : null;
	}

	private static ProblemException withoutPart(String parameter, String part, String document) {
		return ProblemException.ofParameter(ProblemType.UNACCEPTABLE_PARAMETER, parameter,
				"%s is set, but the upload has no part %s; add %s to a form as the part %s, or omit the parameter."
					.formatted(parameter, part, document, part));
	}

}
