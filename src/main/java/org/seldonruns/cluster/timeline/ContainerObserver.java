package org.seldonruns.cluster.timeline;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import org.jspecify.annotations.Nullable;
import org.seldonruns.run.Observation;

/** Observes the starts of a container in the status of its pod. */
final class ContainerObserver {

	private ContainerObserver() {
	}

	static String started(String container) {
		return "Started-" + container;
	}

	static void start(ContainerStatus status, ObservationBuffer observations) {
		int restarts = restarts(status);
		Instant startedAt = startedAt(status);
		if (startedAt != null || restarts > 0) {
			observations.recordOnce(started(status.getName()), Observation.NORMAL, "Started",
					"container " + status.getName(), (restarts == 0) ? startedAt : null);
		}
	}

	static void restart(ContainerStatus status, ObservationBuffer observations) {
		int restarts = restarts(status);
		if (restarts > 0) {
			observations.recordOnce("Restarted-" + status.getName() + "-" + restarts, Observation.WARNING, "Restarted",
					"container %s, restart %d%s".formatted(status.getName(), restarts, end(status)), startedAt(status));
		}
	}

	private static int restarts(ContainerStatus status) {
		return Objects.requireNonNullElse(status.getRestartCount(), 0);
	}

	// While a container waits for its restart, only its last state contains a start.
	private static @Nullable Instant startedAt(ContainerStatus status) {
		ContainerState state = state(status.getState());
		if (state.getRunning() != null) {
			return KubernetesTimes.of(state.getRunning().getStartedAt());
		}
		return Optional.ofNullable(state.getTerminated())
			.or(() -> Optional.ofNullable(state(status.getLastState()).getTerminated()))
			.map(ended -> KubernetesTimes.of(ended.getStartedAt()))
			.orElse(null);
	}

	private static String end(ContainerStatus status) {
		ContainerStateTerminated ended = state(status.getLastState()).getTerminated();
		if (ended == null) {
			return "";
		}
		String when = (state(status.getState()).getWaiting() != null) ? "last exit" : "exit before the restart";
		return "; " + when + ": code " + ended.getExitCode()
				+ ((ended.getReason() != null) ? " (" + ended.getReason() + ")" : "");
	}

	private static ContainerState state(@Nullable ContainerState state) {
		return (state != null) ? state : new ContainerState();
	}

}
