package org.seldonruns.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seldonruns.run.ResourceName;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunParameters;
import org.seldonruns.run.RunRequest;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.Upload;
import org.seldonruns.seldon.Manifest;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = "seldon-runs.cluster.kubeconfig=${KUBECONFIG_IT}")
@EnabledIfEnvironmentVariable(named = "KUBECONFIG_IT", matches = ".+")
class LifecycleIT {

	@Autowired
	Runs runs;

	@ParameterizedTest
	@ValueSource(strings = { "single.yaml", "predictor-replicas.yaml", "mixed-replicas.yaml", "separate-engine.yaml",
			"prepackaged.yaml", "v1alpha2.yaml", "slow.yaml", "json-with-tabs.json", "hpa.yaml", "refused.yaml",
			"bad-volume.yaml", "image-pull.yaml", "unschedulable.yaml", "not-reconciled.yaml" })
	void plays(String file) throws Exception {
		RunSnapshot run = play(file);
		System.out.println(file + " " + run.status() + " " + run.duration());
		run.steps()
			.forEach(s -> System.out
				.println("   " + s.name() + " " + s.status() + " " + s.duration() + " " + s.detail()));
		System.out.println("   " + run.components());
		run.timeline()
			.forEach(t -> System.out.println("   - " + t.seq() + " " + t.step() + " " + t.observation().kind() + " "
					+ t.observation().name() + " " + t.observation().reason() + " " + t.observation().message() + " x"
					+ t.observation().count()));
		System.out.println("   failure " + run.failure() + " cleanup " + run.cleanup());
	}

	private RunSnapshot play(String file) throws Exception {
		byte[] bytes = Files.readAllBytes(Path.of("src/test/resources/manifests", file));
		Manifest manifest = Manifest.parse(bytes);
		Run run = runs
			.start(new RunRequest(new ResourceName("lead", manifest.apiVersion(), Manifest.KIND, manifest.name()),
					new RunParameters(2, Duration.ofSeconds(15), Duration.ofSeconds(60)), Map.of(), null,
					new Upload(bytes, "application/yaml")), manifest);
		return run.whenFinished().toCompletableFuture().get(120, TimeUnit.SECONDS);
	}

}
