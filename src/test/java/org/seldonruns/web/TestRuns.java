package org.seldonruns.web;

import org.seldonruns.run.request.UploadParts;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.Observation;
import org.seldonruns.run.request.ResourceName;
import org.seldonruns.run.Run;
import org.seldonruns.run.SampleRuns;
import org.seldonruns.run.request.RunParameters;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.run.StepName;
import org.seldonruns.run.request.Upload;

/** Creates requests and changes runs. */
public final class TestRuns {

	public static final String MANIFEST = """
			apiVersion: machinelearning.seldon.io/v1
			kind: SeldonDeployment
			metadata:
			  name: iris
			spec:
			  predictors:
			  - name: default
			    componentSpecs:
			    - spec:
			        containers:
			        - {name: classifier, image: 'seldonio/mock_classifier:1.18.2'}
			    graph: {name: classifier, type: MODEL}
			""";

	public static final String UID = "0b6d7a52-52c5-4a0e-9a43-0f4f0d5d8f9e";

	private TestRuns() {
	}

	public static RunRequest request(String namespace, Map<String, String> labels) {
		return new RunRequest(new ResourceName(namespace, "machinelearning.seldon.io/v1", "SeldonDeployment", "iris"),
				new RunParameters(2, Duration.ofMinutes(5), Duration.ofMinutes(2)), new LinkedHashMap<>(labels), null,
				null, new UploadParts(new Upload(MANIFEST.getBytes(StandardCharsets.UTF_8), "application/yaml")));
	}

	public static RunRequest request() {
		return request("seldon", Map.of("commit", "9f1c2e"));
	}

	public static void create(Run run, TickingTimekeeper time) {
		time.pass(Duration.ofMillis(11));
		run.begin(StepName.CREATE, null);
		time.pass(Duration.ofMillis(11));
		run.created(UID);
		run.succeed(StepName.CREATE, "created iris");
		run.begin(StepName.AWAIT_READY, null);
		time.pass(Duration.ofMillis(200));
		run.observe(new Observation("a", "SeldonDeployment", "iris", Observation.NORMAL, "Creating",
				"the operator took it up", 1));
		run.observe(new Observation("b", "Pod", "iris-default-0-classifier-7d9f-xk2lp", Observation.WARNING, "BackOff",
				"Back-off pulling image", 3, Instant.parse("2026-11-22T06:41:04.571Z")));
	}

	/** Posts a body with a media type. */
	public static MvcTestResult post(MockMvcTester mvc, String uri, String contentType, String body) {
		return mvc.post()
			.uri(URI.create(uri))
			.header("Content-Type", contentType)
			.content(body.getBytes(StandardCharsets.UTF_8))
			.exchange();
	}

	public static void succeed(Run run, TickingTimekeeper time) {
		create(run, time);
		time.pass(Duration.ofMillis(896));
		run.components(List.of(SampleRuns.component(1, null)));
		run.succeed(StepName.AWAIT_READY, "1 component is ready");
		run.begin(StepName.SCALE, null);
		time.pass(Duration.ofMillis(7));
		run.succeed(StepName.SCALE, "asked for 2 replicas");
		run.begin(StepName.AWAIT_SCALED, null);
		time.pass(Duration.ofSeconds(63));
		run.components(List.of(SampleRuns.component(1, 2)));
		run.succeed(StepName.AWAIT_SCALED, "1 component has 2 replicas");
		run.begin(StepName.DELETE, null);
		time.pass(Duration.ofSeconds(1));
		run.succeed(StepName.DELETE, "iris is gone");
	}

	public static void failWithCleanup(Run run, TickingTimekeeper time) {
		fail(run, time);
		run.begin(StepName.DELETE, null);
		time.pass(Duration.ofMinutes(2));
		run.fail(StepName.DELETE, Diagnosis.of(Cause.DELETION_BLOCKED, "the finalizer example.org/hold is in the way"));
	}

	/** Fails a run, so that only DELETE remains. */
	public static void fail(Run run, TickingTimekeeper time) {
		create(run, time);
		time.pass(Duration.ofMinutes(5));
		run.fail(StepName.AWAIT_READY,
				new Diagnosis(Cause.TIMED_OUT, "iris-default-0-classifier has 0 of 1 replicas available",
						List.of("Pod iris-default-0-classifier-7d9f-xk2lp: \u001b[31mBackOff\u001b[0m",
								"first line\nsecond line")));
		run.skip(StepName.SCALE, "the resource was not ready");
		run.skip(StepName.AWAIT_SCALED, "the resource was not ready");
	}

}
