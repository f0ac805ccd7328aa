package org.seldonruns.seldon.symptom;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A problem that prevents a resource from becoming ready.
 *
 * @param certainty whether it may resolve itself
 * @param explanation a sentence
 * @param evidence the evidence, one line each
 * @param container whose log may explain it; null if there is none
 */
public record Symptom(Kind kind, Certainty certainty, String explanation, List<String> evidence,
		@Nullable ContainerName container) {

	public Symptom {
		evidence = List.copyOf(evidence);
	}

	Symptom withHint(String hint) {
		return hint.isEmpty() ? this : new Symptom(kind, certainty, explanation + hint, evidence, container);
	}

	/** The kind of a problem. Causes precede their consequences. */
	public enum Kind {

		/** An image cannot be pulled, or its name is invalid. */
		IMAGE_PULL,

		/** A container terminates repeatedly. */
		CRASH_LOOP,

		/**
		 * A container cannot be created: a ConfigMap, a Secret or a key of one is
		 * missing, or its spec is invalid.
		 */
		CONTAINER_CONFIG,

		/** A volume cannot be attached or mounted. */
		VOLUME,

		/** A pod cannot be scheduled. */
		UNSCHEDULABLE,

		/** Pods cannot be created because of a quota or a limit range. */
		QUOTA,

		/** Pods cannot be created because the API server rejects them. */
		POD_REJECTED,

		/** A container is running, but a probe fails. */
		PROBE_FAILING,

		/** The operator reports the state Failed. */
		OPERATOR_FAILED,

		/** A Deployment made no progress within its deadline. */
		PROGRESS_DEADLINE,

		/** The resource has no status. */
		NOT_RECONCILED

	}

	/** Whether a problem may resolve itself. */
	public enum Certainty {

		/** It cannot resolve itself. */
		CERTAIN,

		/** It may resolve itself, but not if it lasts. */
		PROBABLE,

		/** It often resolves itself. */
		POSSIBLE

	}

	/**
	 * Identifies a container.
	 *
	 * @param waitsForModel whether it belongs to an explainer whose predictor is not
	 * available yet, so that its restarts do not count against the run
	 */
	public record ContainerName(String pod, String container, int restarts, boolean waitsForModel) {

		public ContainerName(String pod, String container, int restarts) {
			this(pod, container, restarts, false);
		}

	}

}
