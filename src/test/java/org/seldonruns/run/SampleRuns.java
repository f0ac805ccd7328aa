package org.seldonruns.run;

import org.seldonruns.run.component.Component;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.seldonruns.run.request.FieldValidation;
import org.seldonruns.run.request.PredictionParameters;
import org.seldonruns.run.request.ResourceName;
import org.seldonruns.run.request.RunParameters;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.run.request.UpdateParameters;
import org.seldonruns.run.request.Upload;
import org.seldonruns.run.request.UploadParts;
import org.seldonruns.time.ManualTimekeeper;

/** Creates sample runs and executes their steps. */
public final class SampleRuns {

	static final Diagnosis TIMED_OUT = Diagnosis.of(Cause.TIMED_OUT, "not ready after 5 min");

	static final Diagnosis BLOCKED = Diagnosis.of(Cause.DELETION_BLOCKED, "a finalizer holds it");

	public static final Diagnosis CANCELLED = Diagnosis.of(Cause.CANCELLED, "cancelled on request");

	private static final int TIMELINE_ROOM = 10;

	private SampleRuns() {
	}

	public static RunRequest request(String namespace, Map<String, String> labels) {
		return request(namespace, labels, "kind: SeldonDeployment");
	}

	public static RunRequest request(String namespace, Map<String, String> labels, String upload) {
		return new RunRequest(new ResourceName(namespace, "machinelearning.seldon.io/v1", "SeldonDeployment", "iris"),
				new RunParameters(2, Duration.ofMinutes(5), Duration.ofMinutes(2)), labels, null, null,
				new UploadParts(new Upload(upload.getBytes(StandardCharsets.UTF_8), "application/yaml")));
	}

	public static Component component(int initial, @Nullable Integer scaled) {
		return new Component("iris-default-0-classifier", Component.Kind.COMPONENT, "default", List.of("classifier"),
				initial, scaled, null, false, null, 0, null);
	}

	public static Run run(ManualTimekeeper timekeeper) {
		return run(timekeeper, request("seldon", Map.of()));
	}

	public static Run run(ManualTimekeeper timekeeper, RunRequest request) {
		return new Run(RunId.next(), request, TIMELINE_ROOM, timekeeper);
	}

	/** A run with all steps, also those that are optional. */
	static Run withAllSteps(ManualTimekeeper timekeeper) {
		RunRequest request = request("seldon", Map.of());
		RunParameters parameters = new RunParameters(2, Duration.ofMinutes(5), Duration.ofMinutes(2), null,
				Duration.ZERO, FieldValidation.WARN, new PredictionParameters(null, 1), new UpdateParameters(null));
		return run(timekeeper,
				new RunRequest(request.resource(), parameters, request.labels(), null, null, request.parts()));
	}

	public static Run finished(Run run) {
		succeed(run, StepName.of(run.request().parameters()).toArray(StepName[]::new));
		return run;
	}

	public static void succeed(Run run, StepName... steps) {
		for (StepName step : steps) {
			run.begin(step, null);
			run.succeed(step, "done");
		}
	}

	static void skip(Run run, StepName... steps) {
		for (StepName step : steps) {
			run.skip(step, "nothing to do");
		}
	}

	static void fail(Run run, StepName step, Diagnosis diagnosis) {
		run.begin(step, null);
		run.fail(step, diagnosis);
	}

	public static Observation observation(String key, int count) {
		return new Observation(key, "Pod", "iris-0", Observation.NORMAL, "Pulled", "image pulled", count);
	}

}
