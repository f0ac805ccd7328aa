package org.seldonruns.seldon.resource;

import java.util.Optional;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import org.jspecify.annotations.Nullable;

/**
 * The status of a container in a pod.
 *
 * @param image its image as the manifest names it
 * @param startedAt when it started, as the kubelet writes it; null if it does not run
 * @param waiting why it does not run yet; null if it does not wait
 * @param terminated how it last ended; null if it never did
 */
public record OwnedContainer(String name, boolean init, String image, boolean ready, int restarts,
		@Nullable String startedAt, @Nullable Waiting waiting, @Nullable Terminated terminated) {

	static OwnedContainer of(ContainerStatus status, boolean init) {
		ContainerState state = Optional.ofNullable(status.getState()).orElseGet(ContainerState::new);
		ContainerState last = Optional.ofNullable(status.getLastState()).orElseGet(ContainerState::new);
		ContainerStateTerminated ended = (state.getTerminated() != null) ? state.getTerminated() : last.getTerminated();
		return new OwnedContainer(status.getName(), init, (status.getImage() != null) ? status.getImage() : "",
				Boolean.TRUE.equals(status.getReady()),
				(status.getRestartCount() != null) ? status.getRestartCount() : 0,
				(state.getRunning() != null) ? state.getRunning().getStartedAt() : null,
				(state.getWaiting() != null)
						? new Waiting(String.valueOf(state.getWaiting().getReason()), state.getWaiting().getMessage())
						: null,
				(ended != null) ? new Terminated((ended.getExitCode() != null) ? ended.getExitCode() : 0,
						ended.getReason(), ended.getMessage()) : null);
	}

	/**
	 * The waiting state of a container.
	 *
	 * @param reason the machine-readable reason, such as {@code ImagePullBackOff}
	 * @param message the message; null if there is none
	 */
	public record Waiting(String reason, @Nullable String message) {
	}

	/**
	 * The terminated state of a container.
	 *
	 * @param exitCode its exit code; 0 is success
	 * @param reason the machine-readable reason, such as {@code OOMKilled}
	 * @param message the end of its termination log, if there is one
	 */
	public record Terminated(int exitCode, @Nullable String reason, @Nullable String message) {
	}

}
