package org.seldonruns.cluster;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.seldonruns.run.Observation;
import org.seldonruns.run.request.ResourceName;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.request.RunParameters;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.run.TimelineEntry;
import org.seldonruns.run.request.Upload;
import org.seldonruns.run.request.UploadParts;
import org.seldonruns.seldon.manifest.Manifest;
import org.seldonruns.time.Timekeeper;

/** Creates runs and manifests for the tests of this package. */
public final class TestRuns {

	public static final String V1 = "machinelearning.seldon.io/v1";

	private TestRuns() {
	}

	public static ResourceName name(String namespace, String name) {
		return new ResourceName(namespace, V1, "SeldonDeployment", name);
	}

	public static Run run(ResourceName name, Timekeeper timekeeper) {
		return new Run(RunId.next(), request(name), 200, timekeeper);
	}

	public static RunRequest request(ResourceName name) {
		RunParameters parameters = new RunParameters(2, Duration.ofMinutes(5), Duration.ofMinutes(2));
		return new RunRequest(name, parameters, Map.of("commit", "9f1c2e"), null, null,
				new UploadParts(new Upload(new byte[0], "application/yaml")));
	}

	public static Manifest manifest(String name) {
		return manifest(V1, name);
	}

	public static Manifest manifest(String apiVersion, String name) {
		return Manifest.parse("""
				apiVersion: %s
				kind: SeldonDeployment
				metadata: {name: %s, labels: {team: red}}
				spec:
				  predictors:
				  - name: default
				    componentSpecs:
				    - spec:
				        containers:
				        - {name: classifier, image: 'seldonio/mock_classifier:1.18.2'}
				    graph: {name: classifier, type: MODEL}
				""".formatted(apiVersion, name).getBytes(StandardCharsets.UTF_8));
	}

	public static List<Observation> timeline(Run run) {
		return run.snapshot().timeline().stream().map(TimelineEntry::observation).toList();
	}

}
