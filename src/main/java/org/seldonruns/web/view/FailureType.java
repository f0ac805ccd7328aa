package org.seldonruns.web.view;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import org.seldonruns.run.Cause;

/** What the API says of each cause of a run that failed or was cancelled. */
public final class FailureType {

	private static final String FOLDER = "/problems/run-failed/";

	private FailureType() {
	}

	static String slug(Cause cause) {
		return cause.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	public static String path(Cause cause) {
		return FOLDER + slug(cause);
	}

	public static Optional<Cause> ofSlug(String slug) {
		return Arrays.stream(Cause.values()).filter(cause -> slug(cause).equals(slug)).findFirst();
	}

	public static String title(Cause cause) {
		return switch (cause) {
			case REFUSED -> "The API server refused the request";
			case OPERATOR_FAILED -> "The operator reports that it failed";
			case NOT_RECONCILED -> "No operator took the resource up";
			case IMAGE_PULL -> "An image cannot be pulled";
			case CRASH_LOOP -> "A container ends again and again";
			case CONTAINER_CONFIG -> "A container cannot be made";
			case UNSCHEDULABLE -> "A pod finds no node";
			case VOLUME -> "A volume cannot be mounted";
			case QUOTA -> "Pods cannot be made";
			case PROBE_FAILING -> "A container's probe fails";
			case PROGRESS_DEADLINE -> "A Deployment made no progress";
			case DELETED_BY_ANOTHER -> "Somebody else deleted the resource";
			case REPLACED_BY_ANOTHER -> "Somebody else replaced the resource";
			case CHANGED_BY_ANOTHER -> "Somebody else changed the resource";
			case DELETION_BLOCKED -> "The resource did not go away in time";
			case CLUSTER_UNREACHABLE -> "The API server could not be reached";
			case TIMED_OUT -> "The step's time was up";
			case CANCELLED -> "The run was cancelled";
			case INTERRUPTED -> "The service was stopped during the run";
			case INTERNAL_ERROR -> "Something went wrong in the service";
		};
	}

	public static String description(Cause cause) {
		return switch (cause) {
			case REFUSED -> "The API server or an admission webhook said no to the create or the patch. Its own "
					+ "sentence is the detail; change the manifest, or the rights of the service.";
			case OPERATOR_FAILED -> "The operator took the resource up and set its state to Failed. The detail is its "
					+ "own description, which most often names what in the manifest it cannot work with.";
			case NOT_RECONCILED -> "The resource got no status within the step's time. Either no Seldon operator "
					+ "runs, or none watches this namespace, or it is overwhelmed.";
			case IMAGE_PULL -> "A node cannot pull a container's image, or its name is none. The detail has the image "
					+ "and the node's sentence; check the name, the tag and the pull secrets.";
			case CRASH_LOOP ->
				"A container starts and ends again and again. The evidence has its exit code, the reason "
						+ "and the last lines of its log, before its restart too.";
			case CONTAINER_CONFIG ->
				"A container cannot be made, most often since a ConfigMap, a Secret or a key of one "
						+ "is missing in the namespace. The detail names it.";
			case UNSCHEDULABLE -> "No node takes a pod. The detail is the scheduler's own sentence: what it asks for "
					+ "that no node has, or a claim that is not bound.";
			case VOLUME -> "A volume of a pod cannot be attached or mounted. The evidence has the node's events.";
			case QUOTA -> "A ReplicaSet may not make its pods: a quota is used up, or an admission refuses them. There "
					+ "is no pod; the detail is the API server's sentence.";
			case PROBE_FAILING ->
				"A container runs, and a probe says that it is not well. The evidence has the probe's " + "answers.";
			case PROGRESS_DEADLINE -> "A Deployment made no progress within its progressDeadlineSeconds, and nothing "
					+ "deeper was seen that explains it.";
			case DELETED_BY_ANOTHER -> "The resource was deleted while the run was using it, and not by the run. "
					+ "What else works in this namespace?";
			case REPLACED_BY_ANOTHER -> "The resource was deleted while the run was using it, and another one of the "
					+ "same name took its place. That other one is left alone.";
			case CHANGED_BY_ANOTHER ->
				"The resource was changed while the run was using it, in a way that the run " + "cannot go on from.";
			case DELETION_BLOCKED -> "The resource, or something that it owns, was still there when the time of DELETE "
					+ "was up. The detail names what is in the way: finalizers, or objects that are still stopping.";
			case CLUSTER_UNREACHABLE -> "The API server could not be reached, or kept answering that it cannot serve, "
					+ "until the step's time was up.";
			case TIMED_OUT -> "The step had not reached its end when its time was up. The detail says how far it got; "
					+ "the timeline shows what the cluster said meanwhile. Where it only needs longer, raise timeout.";
			case CANCELLED -> "Somebody asked for the run to be stopped, and what it had created was deleted. The "
					+ "evidence says what was still waited for.";
			case INTERRUPTED -> "The service that played the run was stopped, or ended without a word; what the run "
					+ "had created was deleted. This says nothing about the model: start the run again.";
			case INTERNAL_ERROR -> "The fault is the service's own; its log has the details under the run's id.";
		};
	}

}
