package org.seldonruns.lifecycle;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.seldonruns.lifecycle.RunLimits.Admission;
import org.seldonruns.run.request.ResourceName;
import org.seldonruns.run.request.RunParameters;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.run.request.Upload;
import org.seldonruns.run.request.UploadParts;
import org.seldonruns.seldon.manifest.Manifest;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RunLimitsTests {

	private static final long MEGABYTE = 1024 * 1024;

	private final RunLimits limits = new RunLimits(new RunSettings(10, 1000, 1000, 1000, Duration.ZERO),
			new MemorySettings(DataSize.ofMegabytes(64), DataSize.ofMegabytes(32), DataSize.ofMegabytes(16)));

	@Test
	void limitsTheMemoryOfOneNamespace() {
		admitAll("a", null, 15);
		assertRejected("a", null, "max-per-namespace");
		limits.admit(request("b", null), MEGABYTE);
	}

	@Test
	void limitsTheMemoryOfOneCaller() {
		admitAll("a", "ann", 15);
		admitAll("b", "ann", 15);
		limits.admit(request("c", "ann"), MEGABYTE);
		assertRejected("d", "ann", "max-per-caller");
		limits.admit(request("d", "bob"), MEGABYTE);
	}

	@Test
	void limitsTheMemoryOfTheWholeService() {
		List.of("a", "b", "c", "d").forEach(namespace -> admitAll(namespace, null, 15));
		admitAll("e", null, 3);
		assertRejected("f", null, "max-total");
	}

	@Test
	void finishedRunReleasesItsMemory() {
		List<Admission> admissions = admitAll("a", null, 15);
		admissions.getFirst().close();
		admissions.getFirst().close();
		limits.admit(request("a", null), MEGABYTE);
		assertRejected("a", null, "max-per-namespace");
	}

	@Test
	void weightOfALargeManifestCoversItsParsedForm() {
		StringBuilder yaml = new StringBuilder("""
				apiVersion: machinelearning.seldon.io/v1
				kind: SeldonDeployment
				metadata: {name: iris}
				spec:
				  predictors: [{name: default, graph: {name: classifier}}]
				  values: [""");
		for (int i = 0; i < 49_000; i++) {
			yaml.append("v").append(i).append(", [],");
		}
		Manifest manifest = Manifest.parse(yaml.append("]\n").toString().getBytes(StandardCharsets.UTF_8));
		// What 98,000 texts and lists took when they were measured, and what they take as
		// JSON.
		assertThat(manifest.weight()).isBetween(6 * MEGABYTE, 12 * MEGABYTE);
	}

	private List<Admission> admitAll(String namespace, @Nullable String caller, int count) {
		List<Admission> admissions = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			admissions.add(limits.admit(request(namespace, caller), MEGABYTE));
		}
		return admissions;
	}

	private void assertRejected(String namespace, @Nullable String caller, String setting) {
		assertThatExceptionOfType(TooManyRunsException.class)
			.isThrownBy(() -> limits.admit(request(namespace, caller), MEGABYTE))
			.withMessageContaining("seldon-runs.run.memory." + setting);
	}

	private static RunRequest request(String namespace, @Nullable String caller) {
		return new RunRequest(new ResourceName(namespace, "machinelearning.seldon.io/v1", Manifest.KIND, "iris"),
				new RunParameters(2, Stage.TIMEOUT, Stage.DELETE_TIMEOUT), Map.of(), caller, null,
				new UploadParts(new Upload(new byte[100], "application/yaml")));
	}

}
