package org.seldonruns.cluster.timeline;

import org.junit.jupiter.api.Test;
import org.seldonruns.cluster.SeenObjects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.cluster.SeenObjects.observations;
import static org.seldonruns.cluster.SeenObjects.pod;
import static org.seldonruns.cluster.SeenObjects.recorded;

class ContainerObserverTests {

	private final ObservationBuffer observations = observations("Pod", SeenObjects.POD);

	@Test
	void recordsRestartWithPreviousTermination() {
		observe("{restartCount: 0, state: {running: {startedAt: '2026-11-22T06:41:05Z'}}}");
		observe("""
				{restartCount: 1, state: {running: {startedAt: '2026-11-22T06:41:16Z'}},
				 lastState: {terminated: {exitCode: 137, reason: OOMKilled, startedAt: '2026-11-22T06:41:05Z'}}}""");
		observe("""
				{restartCount: 3, state: {waiting: {reason: CrashLoopBackOff}},
				 lastState: {terminated: {exitCode: 1, startedAt: '2026-11-22T06:41:50Z'}}}""");

		assertThat(recorded(observations)).containsExactly("Started: container classifier @06:41:05Z",
				"!Restarted: container classifier, restart 1; exit before the restart: code 137 (OOMKilled) @06:41:16Z",
				"!Restarted: container classifier, restart 3; last exit: code 1 @06:41:50Z");
	}

	@Test
	void recordsEachRestartOnce() {
		String restarted = "{restartCount: 1, state: {running: {startedAt: '2026-11-22T06:41:16Z'}}}";
		observe(restarted);
		observe(restarted);

		assertThat(recorded(observations)).containsExactly("Started: container classifier @",
				"!Restarted: container classifier, restart 1 @06:41:16Z");
	}

	@Test
	void recordsStartOfTerminatedContainer() {
		observe("{restartCount: 0, state: {terminated: {exitCode: 2, startedAt: '2026-11-22T06:41:05Z'}}}");

		assertThat(recorded(observations)).containsExactly("Started: container classifier @06:41:05Z");
	}

	@Test
	void recordsNoStartIfContainerCouldNotStart() {
		observe("{}");
		observe("{restartCount: 0, state: {waiting: {reason: ContainerCreating}}, lastState: {}}");
		observe("{state: {terminated: {exitCode: 128, reason: StartError, startedAt: '1970-01-01T00:00:00Z'}}}");

		assertThat(recorded(observations)).isEmpty();
	}

	private void observe(String status) {
		pod("containerStatuses:\n- " + status.replace("{restart", "{name: classifier, restart")
			.replace("{state", "{name: classifier, state")).getStatus().getContainerStatuses().forEach(container -> {
				ContainerObserver.start(container, observations);
				ContainerObserver.restart(container, observations);
			});
	}

}
