package org.seldonruns.cluster.timeline;

import org.junit.jupiter.api.Test;
import org.seldonruns.cluster.SeenObjects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.cluster.SeenObjects.findings;
import static org.seldonruns.cluster.SeenObjects.pod;
import static org.seldonruns.cluster.SeenObjects.told;

class ContainerObserverTests {

	private final ObjectObservations findings = findings("Pod", SeenObjects.POD);

	@Test
	void tellsEachRestartWithTheEndBeforeIt() {
		look("{restartCount: 0, state: {running: {startedAt: '2026-11-22T06:41:05Z'}}}");
		look("""
				{restartCount: 1, state: {running: {startedAt: '2026-11-22T06:41:16Z'}},
				 lastState: {terminated: {exitCode: 137, reason: OOMKilled, startedAt: '2026-11-22T06:41:05Z'}}}""");
		look("""
				{restartCount: 3, state: {waiting: {reason: CrashLoopBackOff}},
				 lastState: {terminated: {exitCode: 1, startedAt: '2026-11-22T06:41:50Z'}}}""");

		assertThat(told(findings)).containsExactly("Started: container classifier @06:41:05Z",
				"!Restarted: container classifier, once; before, it ended with exit code 137 (OOMKilled) @06:41:16Z",
				"!Restarted: container classifier, 3 times by now; it last ended with exit code 1 @06:41:50Z");
	}

	@Test
	void tellsARestartOnceHoweverOftenItIsSeen() {
		String restarted = "{restartCount: 1, state: {running: {startedAt: '2026-11-22T06:41:16Z'}}}";
		look(restarted);
		look(restarted);

		assertThat(told(findings)).containsExactly("Started: container classifier @",
				"!Restarted: container classifier, once @06:41:16Z");
	}

	@Test
	void knowsTheStartOfAContainerThatHasEnded() {
		look("{restartCount: 0, state: {terminated: {exitCode: 2, startedAt: '2026-11-22T06:41:05Z'}}}");

		assertThat(told(findings)).containsExactly("Started: container classifier @06:41:05Z");
	}

	@Test
	void tellsNoStartOfAContainerThatCouldNotBeStarted() {
		look("{}");
		look("{restartCount: 0, state: {waiting: {reason: ContainerCreating}}, lastState: {}}");
		look("{state: {terminated: {exitCode: 128, reason: StartError, startedAt: '1970-01-01T00:00:00Z'}}}");

		assertThat(told(findings)).isEmpty();
	}

	private void look(String status) {
		pod("containerStatuses:\n- " + status.replace("{restart", "{name: classifier, restart")
			.replace("{state", "{name: classifier, state")).getStatus().getContainerStatuses().forEach(container -> {
				ContainerObserver.start(container, findings);
				ContainerObserver.restart(container, findings);
			});
	}

}
