package org.seldonruns.cluster.timeline;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;
import org.seldonruns.cluster.SeenObjects;
import org.seldonruns.run.Observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.cluster.SeenObjects.deleted;
import static org.seldonruns.cluster.SeenObjects.findings;
import static org.seldonruns.cluster.SeenObjects.pod;
import static org.seldonruns.cluster.SeenObjects.told;

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

	private final ObjectObservations findings = findings("Pod", SeenObjects.POD);

	@Test
	void tellsEachStepOfALifeOnce() {
		PodObserver.look(fresh(), findings);
		assertThat(told(findings)).containsExactly("PodCreated:  @06:41:01Z");
		look(SCHEDULED);
		assertThat(told(findings)).containsExactly("Scheduled: to node-0 @06:41:02Z");
		look(RUNNING);
		assertThat(told(findings)).containsExactly("Started: container model @06:41:03Z",
				"Started: container classifier @06:41:05Z", "Started: container engine @06:41:06Z");
		look(READY);
		assertThat(told(findings)).containsExactly("Ready:  @06:41:07Z");
		look(READY);
		assertThat(told(findings)).isEmpty();
		PodObserver.look(deleted(pod(READY)), findings);
		assertThat(told(findings)).containsExactly("Deleting: its deletion was asked for @06:41:40Z");
		findings.gone();
		findings.gone();
		assertThat(told(findings)).containsExactly("Gone:  @");
	}

	@Test
	void tellsInOrderWhatHappenedBeforeTheFirstLook() {
		PodObserver.look(deleted(pod(READY)), findings);

		assertThat(told(findings)).containsExactly("PodCreated:  @06:41:01Z", "Scheduled: to node-0 @06:41:02Z",
				"Started: container model @06:41:03Z", "Started: container classifier @06:41:05Z",
				"Started: container engine @06:41:06Z", "Ready:  @06:41:07Z",
				"Deleting: its deletion was asked for @06:41:40Z");
	}

	@Test
	void tellsEachTimeThatItIsNotReadyAnyMoreAndReadyAgain() {
		look(READY);
		told(findings);

		look(NOT_READY);
		look(NOT_READY);
		look(READY);
		look(NOT_READY);

		assertThat(told(findings)).containsExactly(
				"!NotReady: ContainersNotReady: containers with unready status: [engine] @06:41:40Z",
				"Ready:  @06:41:07Z",
				"!NotReady: ContainersNotReady: containers with unready status: [engine] @06:41:40Z");
	}

	@Test
	void expectsThatItIsNotReadyAnyMoreWhenItIsDeleted() {
		look(READY);
		told(findings);

		PodObserver.look(deleted(pod(NOT_READY)), findings);

		assertThat(told(findings)).containsExactly("Deleting: its deletion was asked for @06:41:40Z",
				"NotReady: ContainersNotReady: containers with unready status: [engine] @06:41:40Z");
	}

	@Test
	void tellsOfARestartBetweenNotReadyAndReadyAgain() {
		look(READY);
		told(findings);
		String restarted = "{name: engine, restartCount: 1,";

		look(NOT_READY.replace("{name: engine,", restarted));
		look(READY.replace("{name: engine,", restarted));
		look(NOT_READY.replace("{name: engine,", restarted));
		look(READY.replace("{name: engine,", "{name: engine, restartCount: 2,"));

		assertThat(findings.take()).extracting(Observation::reason)
			.containsExactly("NotReady", "Restarted", "Ready", "NotReady", "Restarted", "Ready");
	}

	@Test
	void takesAPodOfWhichNextToNothingIsKnown() {
		PodObserver.look(new PodBuilder().withNewMetadata().endMetadata().build(), findings);

		assertThat(told(findings)).containsExactly("PodCreated:  @");
	}

	@Test
	void tellsWhereItWasScheduledToBeforeTheConditionSaysSo() {
		look("conditions: []");

		assertThat(told(findings)).contains("Scheduled: to node-0 @");
	}

	private void look(String status) {
		PodObserver.look(pod(status), findings);
	}

	private static Pod fresh() {
		return new PodBuilder(pod("conditions: []")).editSpec().withNodeName(null).endSpec().build();
	}

}
