package org.seldonruns.seldon.symptom;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Something that keeps a resource from becoming ready.
 *
 * @param kind what it is
 * @param certainty whether it can pass
 * @param explanation a sentence for people
 * @param evidence what shows it, each a text for people
 * @param container whose log may tell more; none where no container's does
 */
public record Symptom(Kind kind, Certainty certainty, String explanation, List<String> evidence,
		@Nullable ContainerName container) {

	public Symptom {
		evidence = List.copyOf(evidence);
	}

	/**
	 * What keeps it from becoming ready. The deeper one comes first: what follows from it
	 * comes after.
	 */
	public enum Kind {

		/** An image cannot be pulled, or its name is none. */
		IMAGE_PULL,

		/** A container ends again and again. */
		CRASH_LOOP,

		/**
		 * A container cannot be made: a ConfigMap, a Secret or a key of one is missing,
		 * or its spec is at fault.
		 */
		CONTAINER_CONFIG,

		/** A volume cannot be attached or mounted. */
		VOLUME,

		/** A pod finds no node. */
		UNSCHEDULABLE,

		/** Pods cannot be made: a quota is used up, or another admission refuses them. */
		QUOTA,

		/** A container runs, and a probe says that it is not well. */
		PROBE_FAILING,

		/** The operator reports that it could not do what the spec asks for. */
		OPERATOR_FAILED,

		/** A Deployment made no progress within its deadline. */
		PROGRESS_DEADLINE,

		/** There is no status at all. */
		NOT_RECONCILED

	}

	/** Whether a symptom can pass. */
	public enum Certainty {

		/** It cannot. */
		CERTAIN,

		/** It can, but where it lasts it does not. */
		PROBABLE,

		/** It may well. */
		POSSIBLE

	}

	/**
	 * Names a container.
	 *
	 * @param pod its pod
	 * @param container its name
	 * @param restarts how often it was started anew
	 */
	public record ContainerName(String pod, String container, int restarts) {
	}

}
