package org.seldonruns.web.view;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import org.seldonruns.run.Cause;

/** Documents the causes for which runs fail or are cancelled. */
public final class CauseDocumentation {

	private CauseDocumentation() {
	}

	static String slug(Cause cause) {
		return cause.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	public static String path(Cause cause) {
		return "/problems/run-failed/" + slug(cause);
	}

	public static Optional<Cause> ofSlug(String slug) {
		return Arrays.stream(Cause.values()).filter(cause -> slug(cause).equals(slug)).findFirst();
	}

	public static String title(Cause cause) {
		return switch (cause) {
			case REFUSED -> "Request rejected by the API server";
			case OPERATOR_FAILED -> "Seldon operator reported a failure";
			case NOT_RECONCILED -> "No status from the Seldon operator";
			case IMAGE_PULL -> "Image pull failed";
			case CRASH_LOOP -> "Container terminates repeatedly";
			case CONTAINER_CONFIG -> "Container cannot be created";
			case UNSCHEDULABLE -> "Pod cannot be scheduled";
			case VOLUME -> "Volume cannot be mounted";
			case QUOTA -> "Quota or limit range exceeded";
			case POD_REJECTED -> "Pods rejected by the API server";
			case PROBE_FAILING -> "Probe failed";
			case PREDICTION_FAILED -> "Prediction failed";
			case PREDICTION_UNREACHABLE -> "Predictor unreachable";
			case UNAVAILABLE_DURING_UPDATE -> "Predictor unavailable during the update";
			case PROGRESS_DEADLINE -> "Deployment exceeded its progress deadline";
			case DELETED_BY_ANOTHER -> "Resource deleted by another client";
			case REPLACED_BY_ANOTHER -> "Resource replaced by another client";
			case CHANGED_BY_ANOTHER -> "Resource changed by another client";
			case DELETION_BLOCKED -> "Deletion timed out";
			case WEBHOOK_UNAVAILABLE -> "Admission webhook unavailable";
			case CLUSTER_UNREACHABLE -> "API server unreachable";
			case TIMED_OUT -> "Step timed out";
			case CANCELLED -> "Run cancelled";
			case INTERRUPTED -> "Service stopped during the run";
			case INTERNAL_ERROR -> "Internal error";
		};
	}

	public static String description(Cause cause) {
		return switch (cause) {
			case REFUSED ->
				"The API server or an admission webhook rejected a request of the run: a watch, the create, the patch "
						+ "or the deletion. The detail has the message of the API server. Correct the manifest, or "
						+ "grant the service the missing permission.";
			case OPERATOR_FAILED ->
				"The operator set the state of the resource to Failed; the detail has status.description, which "
						+ "usually names the invalid field. Or several parts of the resource get the same Deployment "
						+ "name; the detail lists them.";
			case NOT_RECONCILED ->
				"No operator set the status of the resource within the timeout of the step. Check that a Seldon "
						+ "operator is running, that it watches this namespace with the controller ID of the resource, "
						+ "and that it is not overloaded.";
			case IMAGE_PULL ->
				"A node cannot pull the image of a container, or its name is invalid. The detail has the image and "
						+ "the message of the node. Check the name, the tag and the pull secrets.";
			case CRASH_LOOP ->
				"A container terminates repeatedly after it starts. The evidence has its exit code, the reason and "
						+ "the last lines of its log, including those from before the restart.";
			case CONTAINER_CONFIG ->
				"A container cannot be created, usually because a ConfigMap, a Secret or one of their keys is "
						+ "missing in the namespace. The detail names it.";
			case UNSCHEDULABLE -> "No node accepts a pod. The detail has the message of the scheduler, for example a "
					+ "resource request that no node satisfies or an unbound PersistentVolumeClaim.";
			case VOLUME -> "A volume of a pod cannot be attached or mounted. The evidence has the events of the node.";
			case QUOTA ->
				"A ReplicaSet cannot create its pods because of a quota or a limit range. The detail has the message of the "
						+ "API server.";
			case POD_REJECTED ->
				"The API server rejects the pods of a ReplicaSet: an object that they refer to is missing, for example a "
						+ "ServiceAccount or a PriorityClass, or a policy or an admission webhook rejects them. The detail "
						+ "has the message of the API server.";
			case PROBE_FAILING -> "A container runs, but a probe fails. The evidence has the results of the probe.";
			case PREDICTION_FAILED ->
				"A predictor answered a prediction with another status than 2xx, or not at all, or its answer does not "
						+ "match the JSON Schema of the request. The evidence has the status, the answer and the last log "
						+ "lines of the pod.";
			case PREDICTION_UNREACHABLE ->
				"The API server could not reach the Service of a predictor, although its pods are ready. Usual reasons are "
						+ "a firewall between the control plane and the nodes, a NetworkPolicy, or a service mesh that "
						+ "accepts only mutual TLS.";
			case UNAVAILABLE_DURING_UPDATE ->
				"The update rolled out, but a predictor had no ready pod for longer than maxDowntime meanwhile. Usual reasons "
						+ "are a changed selector, for which the operator deletes the pods before it creates new ones, and a "
						+ "readiness probe that succeeds at first and fails once the old pods are gone.";
			case PROGRESS_DEADLINE ->
				"A Deployment made no progress within its progressDeadlineSeconds, and no more specific cause was "
						+ "found.";
			case DELETED_BY_ANOTHER ->
				"Another client deleted the resource during the run. Check which other clients, such as "
						+ "a GitOps tool, manage this namespace.";
			case REPLACED_BY_ANOTHER ->
				"Another client deleted the resource during the run and created a new one with the same name. The "
						+ "run does not change the new resource.";
			case CHANGED_BY_ANOTHER ->
				"Another client changed the resource during the run, so that the run cannot continue.";
			case DELETION_BLOCKED ->
				"The resource, or an object that it owns, still existed at the timeout of DELETE. The detail names "
						+ "what blocks the deletion: finalizers, or objects that are still terminating.";
			case WEBHOOK_UNAVAILABLE ->
				"The API server works, but it cannot call an admission webhook, usually that of the Seldon operator. Check "
						+ "that the pod of the operator is running, that the Service of the webhook has endpoints, and "
						+ "that its certificate is valid.";
			case CLUSTER_UNREACHABLE -> "The API server was unreachable or unavailable until the timeout of the step.";
			case TIMED_OUT ->
				"The step did not finish within its timeout. The detail has its progress, and the timeline shows "
						+ "the events in the cluster. If the step is only slow, increase the timeout.";
			case CANCELLED ->
				"A caller cancelled the run. DELETE deletes its resource; if DELETE fails, \"cleanup\" has the cause. "
						+ "The evidence lists the conditions that were not met yet.";
			case INTERRUPTED ->
				"The service was shut down or crashed during the run; the resource is deleted. The cause is not the "
						+ "model: start the run again.";
			case INTERNAL_ERROR ->
				"The service failed unexpectedly. Its log has the details under the id in the detail.";
		};
	}

}
