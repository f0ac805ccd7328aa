package org.seldonruns.lifecycle;

import java.util.Map;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.request.ResourceName;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.request.RunParameters;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.run.request.Upload;
import org.seldonruns.run.Warning;
import org.seldonruns.run.request.UploadParts;
import org.seldonruns.seldon.manifest.Manifest;
import org.seldonruns.time.ManualTimekeeper;

import static org.assertj.core.api.Assertions.assertThat;

class RunMetricsTests {

	@Test
	void countsWarningsBySource() {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		ResourceName resource = new ResourceName("team", "machinelearning.seldon.io/v1", Manifest.KIND, "iris");
		Run run = new Run(RunId.next(),
				new RunRequest(resource, new RunParameters(2, Stage.TIMEOUT, Stage.DELETE_TIMEOUT), Map.of(), null,
						null, new UploadParts(new Upload(new byte[0], "application/yaml"))),
				10, new ManualTimekeeper());
		run.warn(Warning.of(Warning.Source.API_SERVER, "one"));
		run.warn(Warning.of(Warning.Source.API_SERVER, "two"));
		run.warn(Warning.of(Warning.Source.UPLOAD, "three"));
		run.cancelWhileQueued(Diagnosis.of(Cause.CANCELLED, "cancelled"));

		new RunMetrics(registry).recordFinished(run.summary());

		assertThat(registry.get("seldon.runs.warnings").tag("source", "api_server").counter().count()).isEqualTo(2);
		assertThat(registry.get("seldon.runs.warnings").tag("source", "upload").counter().count()).isEqualTo(1);
	}

}
