package org.seldonruns.lifecycle.step;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.seldonruns.lifecycle.Sample;
import org.seldonruns.seldon.symptom.Symptom.Certainty;
import org.seldonruns.seldon.symptom.Symptom.ContainerName;
import org.seldonruns.seldon.symptom.Symptom.Kind;
import org.seldonruns.seldon.symptom.Symptom;
import org.seldonruns.time.ManualTimekeeper;

import static org.assertj.core.api.Assertions.assertThat;

class SymptomToleranceTests {

	private static final Duration AN_INSTANT = Duration.ofNanos(1);

	private final ManualTimekeeper timekeeper = new ManualTimekeeper();

	private final SymptomTolerance tolerance = new SymptomTolerance(Sample.DIAGNOSIS, timekeeper);

	@Test
	void endsAtOnceWithACertainSymptom() {
		Symptom invalidName = symptom(Kind.IMAGE_PULL, Certainty.CERTAIN);

		assertThat(tolerance.exceeded(List.of(invalidName))).contains(invalidName);
	}

	@ParameterizedTest
	@CsvSource({ "IMAGE_PULL, 30", "CONTAINER_CONFIG, 30", "QUOTA, 30", "OPERATOR_FAILED, 10",
			"PROGRESS_DEADLINE, 10" })
	void endsWithAProbableSymptomThatLasts(Kind kind, int seconds) {
		Symptom symptom = symptom(kind, Certainty.PROBABLE);

		assertThat(tolerance.exceeded(List.of(symptom))).isEmpty();
		timekeeper.advance(Duration.ofSeconds(seconds).minus(AN_INSTANT));
		assertThat(tolerance.exceeded(List.of(symptom))).isEmpty();
		timekeeper.advance(AN_INSTANT);
		assertThat(tolerance.exceeded(List.of(symptom))).contains(symptom);
	}

	@ParameterizedTest
	@EnumSource(names = { "VOLUME", "UNSCHEDULABLE", "PROBE_FAILING", "NOT_RECONCILED" })
	void toleratesPossibleSymptoms(Kind kind) {
		Symptom symptom = symptom(kind, Certainty.POSSIBLE);

		assertThat(tolerance.exceeded(List.of(symptom))).isEmpty();
		timekeeper.advance(Duration.ofHours(1));
		assertThat(tolerance.exceeded(List.of(symptom))).isEmpty();
		assertThat(timekeeper.pendingActions()).isZero();
	}

	@Test
	void interruptionRestartsTheTime() {
		Symptom failed = symptom(Kind.OPERATOR_FAILED, Certainty.PROBABLE);

		tolerance.exceeded(List.of(failed));
		timekeeper.advance(Duration.ofSeconds(9));
		tolerance.exceeded(List.of());
		tolerance.exceeded(List.of(failed));
		timekeeper.advance(Duration.ofSeconds(9));
		assertThat(tolerance.exceeded(List.of(failed))).isEmpty();
	}

	@Test
	void returnsDeepestSymptomIfAnyLastedTooLong() {
		Symptom image = symptom(Kind.IMAGE_PULL, Certainty.PROBABLE);
		Symptom failed = symptom(Kind.OPERATOR_FAILED, Certainty.PROBABLE);

		tolerance.exceeded(List.of(image, failed));
		timekeeper.advance(Duration.ofSeconds(10));
		assertThat(tolerance.exceeded(List.of(image, failed))).contains(image);
	}

	@ParameterizedTest
	@CsvSource({ "0, false", "2, false", "3, true", "4, true" })
	void countsTheRestartsOfACrashLoop(int restarts, boolean lost) {
		Symptom crash = new Symptom(Kind.CRASH_LOOP, Certainty.PROBABLE, "It ends.", List.of(),
				new ContainerName("pod", "classifier", restarts));

		assertThat(tolerance.exceeded(List.of(crash)).isPresent()).isEqualTo(lost);
	}

	@Test
	void zeroDisablesTheLimit() {
		DiagnosisSettings off = new DiagnosisSettings(Duration.ZERO, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO,
				Duration.ZERO, Duration.ZERO);
		SymptomTolerance endless = new SymptomTolerance(off, timekeeper);
		List<Symptom> all = Arrays.stream(Kind.values()).map(kind -> symptom(kind, Certainty.PROBABLE)).toList();

		endless.exceeded(all);
		timekeeper.advance(Duration.ofHours(1));
		assertThat(endless.exceeded(all)).isEmpty();
	}

	@Test
	void returnsTheTimeUntilASymptomMayHaveLastedTooLong() {
		assertThat(tolerance.nextCheck()).isEmpty();

		tolerance.exceeded(List.of(symptom(Kind.OPERATOR_FAILED, Certainty.PROBABLE)));
		timekeeper.advance(Duration.ofSeconds(9));
		assertThat(tolerance.nextCheck()).contains(Duration.ofSeconds(1));
		tolerance.exceeded(List.of());
		assertThat(tolerance.nextCheck()).isEmpty();
	}

	@Test
	void describesHowLongASymptomHasLasted() {
		Symptom symptom = symptom(Kind.IMAGE_PULL, Certainty.PROBABLE);
		tolerance.exceeded(List.of(symptom));
		timekeeper.advance(Duration.ofSeconds(12));

		assertThat(tolerance.describe(symptom))
			.isEqualTo("IMAGE_PULL for 12.0 s, fails the step after 30s: Something is wrong.");
	}

	@Test
	void doesNotCountRestartsOfAnExplainerThatWaitsForItsModel() {
		assertThat(tolerance.exceeded(List.of(crash(5, true)))).isEmpty();
		assertThat(tolerance.exceeded(List.of(crash(7, false)))).isEmpty();
		assertThat(tolerance.describe(crash(7, false))).startsWith("CRASH_LOOP, restart 2 of 3: ");
		assertThat(tolerance.exceeded(List.of(crash(8, false)))).isPresent();
	}

	private static Symptom crash(int restarts, boolean waitsForModel) {
		return new Symptom(Kind.CRASH_LOOP, Certainty.PROBABLE, "It ends.", List.of(),
				new ContainerName("pod", "explainer", restarts, waitsForModel));
	}

	private static Symptom symptom(Kind kind, Certainty certainty) {
		return new Symptom(kind, certainty, "Something is wrong.", List.of("evidence"), null);
	}

}
