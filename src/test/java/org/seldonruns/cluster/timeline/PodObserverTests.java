package org.seldonruns.cluster.timeline;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;
import org.seldonruns.cluster.SeenObjects;
import org.seldonruns.run.Observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.cluster.SeenObjects.deleted;
import static org.seldonruns.cluster.SeenObjects.observations;
import static org.seldonruns.cluster.SeenObjects.pod;
import static org.seldonruns.cluster.SeenObjects.recorded;

class PodObserverTests {

	private static final String SCHEDULED = """
			conditions:
			- {type: PodScheduled, status: "True", lastTransitionTime: "2026-11-22T06:41:02Z"}
			""";

	private static final String RUNNING = SCHEDULED + """
			- {type: Ready, status: "False", lastTransitionTime: "2026-11-22T06:41:02Z", reason: ContainersNotReady}
			initContainerStatuses:
			- name: model
			  state: {terminated: {exitCode: 0, startedAt: "2026-11-22T06:41:03Z", finishedAt: "2026-11-22T06:41:04Z"}}
			containerStatuses:
			- {name: classifier, state: {running: {startedAt: "2026-11-22T06:41:05Z"}}}
			- {name: engine, state: {running: {startedAt: "2026-11-22T06:41:06Z"}}}
			""";

	private static final String READY = RUNNING.replace("""
			{type: Ready, status: "False", lastTransitionTime: "2026-11-22T06:41:02Z", reason: ContainersNotReady}
			""", """
			{type: Ready, status: "True", lastTransitionTime: "2026-11-22T06:41:07Z"}
			""");

	private static final String NOT_READY = READY.replace("""
			{type: Ready, status: "True", lastTransitionTime: "2026-11-22T06:41:07Z"}
			""", """
			{type: Ready, status: "False", lastTransitionTime: "2026-11-22T06:41:40Z", reason: ContainersNotReady,
			   message: "containers with unready status: [engine]"}
			""");

	private final ObservationBuffer observations = observations("Pod", SeenObjects.POD);

	@Test
	void recordsEachPhaseOfPodOnce() {
		PodObserver.observe(unscheduledPod(), observations);
		assertThat(recorded(observations)).containsExactly("PodCreated:  @06:41:01Z");
		observe(SCHEDULED);
		assertThat(recorded(observations)).containsExactly("Scheduled: to node-0 @06:41:02Z");
		observe(RUNNING);
		assertThat(recorded(observations)).containsExactly("Started: container model @06:41:03Z",
				"Started: container classifier @06:41:05Z", "Started: container engine @06:41:06Z");
		observe(READY);
		assertThat(recorded(observations)).containsExactly("Ready:  @06:41:07Z");
		observe(READY);
		assertThat(recorded(observations)).isEmpty();
		PodObserver.observe(deleted(pod(READY)), observations);
		assertThat(recorded(observations)).containsExactly("Deleting: deletion requested @06:41:40Z");
		observations.recordGone();
		observations.recordGone();
		assertThat(recorded(observations)).containsExactly("Gone:  @");
	}

	@Test
	void recordsEarlierChangesInOrder() {
		PodObserver.observe(deleted(pod(READY)), observations);

		assertThat(recorded(observations)).containsExactly("PodCreated:  @06:41:01Z", "Scheduled: to node-0 @06:41:02Z",
				"Started: container model @06:41:03Z", "Started: container classifier @06:41:05Z",
				"Started: container engine @06:41:06Z", "Ready:  @06:41:07Z",
				"Deleting: deletion requested @06:41:40Z");
	}

	@Test
	void recordsEachChangeOfReadiness() {
		observe(READY);
		recorded(observations);

		observe(NOT_READY);
		observe(NOT_READY);
		observe(READY);
		observe(NOT_READY);

		assertThat(recorded(observations)).containsExactly(
				"!NotReady: ContainersNotReady: containers with unready status: [engine] @06:41:40Z",
				"Ready:  @06:41:07Z",
				"!NotReady: ContainersNotReady: containers with unready status: [engine] @06:41:40Z");
	}

	@Test
	void notReadyIsNoWarningWhilePodIsDeleted() {
		observe(READY);
		recorded(observations);

		PodObserver.observe(deleted(pod(NOT_READY)), observations);

		assertThat(recorded(observations)).containsExactly("Deleting: deletion requested @06:41:40Z",
				"NotReady: ContainersNotReady: containers with unready status: [engine] @06:41:40Z");
	}

	@Test
	void recordsRestartBetweenChangesOfReadiness() {
		observe(READY);
		recorded(observations);
		String restarted = "{name: engine, restartCount: 1,";

		observe(NOT_READY.replace("{name: engine,", restarted));
		observe(READY.replace("{name: engine,", restarted));
		observe(NOT_READY.replace("{name: engine,", restarted));
		observe(READY.replace("{name: engine,", "{name: engine, restartCount: 2,"));

		assertThat(observations.take()).extracting(Observation::reason)
			.containsExactly("NotReady", "Restarted", "Ready", "NotReady", "Restarted", "Ready");
	}

	@Test
	void acceptsPodWithoutStatus() {
		PodObserver.observe(new PodBuilder().withNewMetadata().endMetadata().build(), observations);

		assertThat(recorded(observations)).containsExactly("PodCreated:  @");
	}

	@Test
	void recordsNodeBeforeScheduledCondition() {
		observe("conditions: []");

		assertThat(recorded(observations)).contains("Scheduled: to node-0 @");
	}

	private void observe(String status) {
		PodObserver.observe(pod(status), observations);
	}

	private static Pod unscheduledPod() {
		return new PodBuilder(pod("conditions: []")).editSpec().withNodeName(null).endSpec().build();
	}

}
