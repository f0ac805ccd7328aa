package org.seldonruns.security;

import java.util.stream.Stream;

import org.seldonruns.cluster.ResourceAttributes;

/** An action on the runs of a namespace that needs permissions in the cluster. */
public enum Action {

	/**
	 * Start a run, which creates, patches and deletes a resource, or validate a manifest.
	 */
	START,

	/** Cancel a run, which deletes its resource, or remove it from the history. */
	STOP,

	/** Read a run. */
	READ,

	/** Read the lines of container logs in the evidence of a failed run. */
	READ_LOGS,

	/** Send predictions to a resource, and read their answers. */
	PREDICT;

	/** Returns the required permissions in the cluster. */
	Stream<ResourceAttributes> requiredAccess(String namespace) {
		return switch (this) {
			case START -> Stream.of("create", "patch", "delete").map(verb -> resources(verb, namespace));
			case STOP -> Stream.of(resources("delete", namespace));
			case READ -> Stream.of(resources("get", namespace));
			case READ_LOGS -> Stream.of(new ResourceAttributes("get", "", "pods", "log", namespace));
			case PREDICT -> Stream.of(new ResourceAttributes("create", "", "services", "proxy", namespace));
		};
	}

	private static ResourceAttributes resources(String verb, String namespace) {
		return new ResourceAttributes(verb, "machinelearning.seldon.io", "seldondeployments", "", namespace);
	}

}
