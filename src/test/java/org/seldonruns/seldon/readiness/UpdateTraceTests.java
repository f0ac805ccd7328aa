package org.seldonruns.seldon.readiness;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.OwnedDeployment;
import org.seldonruns.seldon.resource.OwnedPod;
import org.seldonruns.seldon.resource.SeldonDeployment;

import static org.assertj.core.api.Assertions.assertThat;

/** Judges recorded updates of a real cluster with the real operator. */
class UpdateTraceTests {

	private static final Duration HOLD = Duration.ofSeconds(10);

	@ParameterizedTest
	@ValueSource(strings = { "image", "replicas", "canary-added", "canary-removed", "renamed", "container-renamed" })
	void isThroughWhenOnlyPodsOfTheUpdateAreLeft(String name) {
		UpdateRecording recording = UpdateRecording.read(name);
		List<ReadinessVerdict> verdicts = verdicts(recording);
		List<String> last = pods(recording.after().getLast());

		List<Integer> ready = IntStream.range(0, verdicts.size())
			.filter(i -> verdicts.get(i) instanceof ReadinessVerdict.Ready)
			.boxed()
			.toList();

		assertThat(ready).isNotEmpty().allSatisfy(i -> {
			assertThat(unverified(verdicts.get(i))).isEmpty();
			Present state = recording.after().get(i);
			assertThat(pods(state)).containsExactlyInAnyOrderElementsOf(last);
			assertThat(state.pods()).allMatch(OwnedPod::isReady);
			assertThat(state.resource().state()).isEqualTo(SeldonDeployment.AVAILABLE);
			assertThat(state.resource().generation()).isEqualTo(2);
		});
	}

	@Test
	void updateThatNoDeploymentShowsIsUnverified() {
		UpdateRecording recording = UpdateRecording.read("traffic");
		UpdateReadiness rule = rule(recording, 2);

		ReadinessVerdict verdict = rule.judge(recording.after().getLast());

		assertThat(unverified(verdict)).isEqualTo("no Deployment of the resource shows it");
		assertThat(rule.minReadyTime((ReadinessVerdict.Ready) verdict)).isEqualTo(HOLD);
	}

	@ParameterizedTest
	@ValueSource(strings = { "canary-broken", "image-broken" })
	void updateThatDoesNotComeUpIsNeverThrough(String name) {
		assertThat(verdicts(UpdateRecording.read(name))).isNotEmpty()
			.noneMatch(verdict -> verdict instanceof ReadinessVerdict.Ready);
	}

	@Test
	void waitsForTheOperatorWhileTheResourceStillSaysAvailable() {
		UpdateRecording recording = UpdateRecording.read("image");

		assertThat(verdicts(recording).getFirst()).isInstanceOfSatisfying(ReadinessVerdict.NotReady.class,
				verdict -> assertThat(verdict.missing())
					.containsExactly("the operator has not updated container classifier of predictor default yet"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "image", "replicas", "canary-added", "canary-removed", "renamed", "container-renamed",
			"traffic", "image-broken" })
	void usualUpdateDoesNotRewriteDeployments(String name) {
		assertThat(rewrites(UpdateRecording.read(name))).isEmpty();
	}

	@Test
	void rewrittenDeploymentHasRolledOutAlthoughItsStatusIsOutdated() {
		UpdateRecording recording = UpdateRecording.read("parameter");

		// The recording omits the state Available, which the operator writes later.
		assertThat(recording.after()).filteredOn(state -> isOutdated(state.deployments().getFirst()))
			.extracting(rule(recording, 2)::judge)
			.contains(new ReadinessVerdict.NotReady(1, 1, List.of("state is Creating")));
	}

	@Test
	void countsHowOftenTheOperatorRewritesADeployment() {
		assertThat(rewrites(UpdateRecording.read("parameter")).get("parameter-default-0-classifier"))
			.isGreaterThan(100);
	}

	@ParameterizedTest
	@ValueSource(strings = { "canary-removed", "renamed", "container-renamed" })
	void missingDeploymentThatWasSupersededIsTransient(String name) {
		UpdateRecording recording = UpdateRecording.read(name);
		UpdateReadiness rule = rule(recording, 2);

		assertThat(recording.after().stream().map(state -> state.resource().description()).filter(Objects::nonNull))
			.allMatch(rule::isTransientFailure);
		assertThat(rule.isTransientFailure("deployments.apps \"other-0-classifier\" already exists")).isFalse();
		assertThat(rule.isTransientFailure("Deployment is no longer progressing and not available.")).isFalse();
	}

	private static boolean isOutdated(OwnedDeployment deployment) {
		return deployment.observedGeneration() < deployment.generation();
	}

	private static Map<String, Integer> rewrites(UpdateRecording recording) {
		DeploymentRewrites rewrites = new DeploymentRewrites();
		rewrites.observe(recording.before());
		recording.after().forEach(rewrites::observe);
		return rewrites.repeated();
	}

	private static List<ReadinessVerdict> verdicts(UpdateRecording recording) {
		UpdateReadiness rule = rule(recording, 2);
		return recording.after().stream().map(rule::judge).toList();
	}

	private static UpdateReadiness rule(UpdateRecording recording, long generation) {
		return new UpdateReadiness(generation, UpdateBaseline.of(recording.before()), HOLD);
	}

	private static String unverified(ReadinessVerdict verdict) {
		assertThat(verdict).isInstanceOf(ReadinessVerdict.Ready.class);
		return Objects.requireNonNullElse(((ReadinessVerdict.Ready) verdict).unverified(), "");
	}

	private static List<String> pods(Present state) {
		return state.pods().stream().map(OwnedPod::name).toList();
	}

}
