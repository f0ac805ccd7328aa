package org.seldonruns.lifecycle.step;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seldonruns.lifecycle.FakeCluster;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.request.ResourceName;
import org.seldonruns.seldon.symptom.Symptom.Certainty;
import org.seldonruns.seldon.symptom.Symptom.ContainerName;
import org.seldonruns.seldon.symptom.Symptom.Kind;
import org.seldonruns.seldon.symptom.Symptom;

import static org.assertj.core.api.Assertions.assertThat;

class DiagnosticianTests {

	private static final ResourceName NAME = new ResourceName("seldon", "machinelearning.seldon.io/v1",
			"SeldonDeployment", "iris");

	private final FakeCluster cluster = new FakeCluster();

	private final Diagnostician diagnostician = new Diagnostician(cluster);

	@ParameterizedTest
	@EnumSource
	void namesTheCauseOfEachSymptomAndReadsNoLog(Kind kind) {
		Diagnosis diagnosis = diagnose(kind, null);

		assertThat(diagnosis)
			.isEqualTo(new Diagnosis(Cause.valueOf(kind.name()), "It ends.", List.of("exit code 1", "0 of 1")));
		assertThat(cluster.calls()).isEmpty();
	}

	@Test
	void readsCurrentAndPreviousLog() {
		cluster.onLog(FakeCluster.accepted("loading\nno such model\n"));

		Diagnosis diagnosis = diagnose(Kind.CRASH_LOOP, new ContainerName("pod", "classifier", 3));
		assertThat(diagnosis.evidence()).containsExactly("exit code 1", "0 of 1");
		assertThat(diagnosis.logs()).containsExactly("log of pod/classifier:\nloading\nno such model",
				"log of pod/classifier before its restart:\nloading\nno such model");
		assertThat(cluster.calls()).containsExactly("log pod/classifier", "log pod/classifier previous");
	}

	@Test
	void doesNotReadPreviousLogWithoutRestart() {
		diagnose(Kind.CRASH_LOOP, new ContainerName("pod", "classifier", 0));

		assertThat(cluster.calls()).containsExactly("log pod/classifier");
	}

	@Test
	void reportsAnUnreadableLog() {
		ContainerName container = new ContainerName("pod", "classifier", 0);

		assertThat(diagnose(Kind.CRASH_LOOP, container).logs()).contains("log of pod/classifier: empty");
		cluster.onLog(FakeCluster.rejected(403, "Forbidden", "pods \"pod\" is forbidden"));
		assertThat(diagnose(Kind.CRASH_LOOP, container).logs())
			.contains("log of pod/classifier cannot be read: pods \"pod\" is forbidden");
		cluster.onLog(FakeCluster.unavailable("connection refused"));
		assertThat(diagnose(Kind.CRASH_LOOP, container).logs())
			.contains("log of pod/classifier could not be read: connection refused");
	}

	private Diagnosis diagnose(Kind kind, @Nullable ContainerName container) {
		return diagnostician.diagnose(NAME,
				new Symptom(kind, Certainty.PROBABLE, "It ends.", List.of("exit code 1"), container),
				List.of("0 of 1"));
	}

}
