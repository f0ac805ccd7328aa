package org.seldonruns.lifecycle.step;

import java.util.List;

import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.Cluster;
import org.seldonruns.run.request.ResourceName;

/** Reads the last lines of container logs, for the evidence of a diagnosis. */
public final class ContainerLogs {

	private static final int LINES = 10;

	private ContainerLogs() {
	}

	/**
	 * Reads the log of a container.
	 * @param resource a resource in the namespace of the pod
	 * @param previous whether to read the log before the last restart
	 * @return the log, or why it cannot be read, after a line that names the container
	 */
	public static List<String> read(Cluster cluster, ResourceName resource, String pod, String container,
			boolean previous) {
		String whose = "log of " + pod + "/" + container + (previous ? " before its restart" : "");
		return switch (cluster.log(resource.namespace(), pod, container, previous, LINES)) {
			case ApiResponse.Accepted<String>(String text, var warnings) when text.isBlank() ->
				List.of(whose + ": empty");
			case ApiResponse.Accepted<String>(String text, var warnings) ->
				List.of(whose + ":\n" + String.join("\n", text.lines().toList()));
			case ApiResponse.Rejected<String>(int code, var reason, String message, var warnings) ->
				List.of(whose + " cannot be read: " + message);
			case ApiResponse.Unavailable<String>(String message, var retryAfter, var webhook) ->
				List.of(whose + " could not be read: " + message);
		};
	}

}
