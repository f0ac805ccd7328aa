package org.seldonruns.run.component;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One Deployment of the resource, as the run observed it.
 *
 * @param deployment the name of the Deployment
 * @param kind what the Deployment is for
 * @param predictor the name of the predictor that it belongs to
 * @param containers the names of its containers
 * @param initial the number of ready replicas before the scale
 * @param scaled the number of ready replicas after the scale; null before that and if the
 * run does not scale it
 * @param updated the number of ready replicas after the update; null before that
 * @param autoscaled whether an autoscaler sets its replicas, so that the run does not
 * scale it
 * @param autoscaler the autoscaler; null if there is none
 * @param restarts the number of container restarts during the run
 * @param pods the changes of its pods by the scale; null before the scale
 */
public record Component(String deployment, Kind kind, String predictor, List<String> containers, int initial,
		@Nullable Integer scaled, @Nullable Integer updated, boolean autoscaled, @Nullable Autoscaler autoscaler,
		int restarts, @Nullable ScaledPods pods) {

	/** Supplies the defaults of fields that annotations of earlier versions lack. */
	public Component {
		kind = Objects.requireNonNullElse(kind, Kind.COMPONENT);
		predictor = Objects.requireNonNullElse(predictor, "");
		containers = List.copyOf(Objects.requireNonNullElse(containers, List.of()));
	}

	/** Returns the number of ready replicas that were observed last. */
	public int replicas() {
		return Objects.requireNonNullElse(updated, Objects.requireNonNullElse(scaled, initial));
	}

	/** Returns the estimated memory in bytes. */
	public long weight() {
		long pieces = (long) containers.size() + ((autoscaler != null) ? 8 : 0)
				+ ((pods != null) ? pods.kept().size() + pods.added().size() + pods.replaced().size() : 0);
		return 200 + 2L * (deployment.length() + predictor.length()) + 150L * pieces;
	}

	/** What a Deployment is for. */
	public enum Kind {

		/** A {@code componentSpecs[]} entry. */
		COMPONENT,

		/** A service orchestrator in a Deployment of its own. */
		ORCHESTRATOR,

		/** An explainer. */
		EXPLAINER

	}

}
