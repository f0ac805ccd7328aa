package org.seldonruns.security;

import java.util.stream.Stream;

import org.seldonruns.cluster.Access;

/** What a caller may want to do with the runs of a namespace. */
public enum Action {

	/**
	 * Start a run, or have the API server judge what it would create. The run does all of
	 * this on the caller's behalf.
	 */
	START,

	/** Cancel a run, which removes its resource, or take it out of the history. */
	STOP,

	/** Read a run. */
	READ,

	/** Read the lines of containers' logs that a failed run has as evidence. */
	READ_LOGS;

	/**
	 * What somebody has to be allowed in the cluster for that.
	 * @param namespace where
	 * @return all of it, in the order in which it is asked for
	 */
	Stream<Access> needs(String namespace) {
		return switch (this) {
			case START -> Stream.of("create", "patch", "delete").map(verb -> resources(verb, namespace));
			case STOP -> Stream.of(resources("delete", namespace));
			case READ -> Stream.of(resources("get", namespace));
			case READ_LOGS -> Stream.of(new Access("get", "", "pods", "log", namespace));
		};
	}

	private static Access resources(String verb, String namespace) {
		return new Access(verb, "machinelearning.seldon.io", "seldondeployments", "", namespace);
	}

}
