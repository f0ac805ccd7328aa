package org.seldonruns.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.request.ResourceName;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.seldon.manifest.Manifest;
import org.seldonruns.seldon.resource.PredictionEndpoint;
import org.seldonruns.seldon.resource.ScalePatch;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.seldon.resource.UpdatePatch;

/**
 * The operations of a run on the cluster. Each method except {@link #watch} sends one
 * request and blocks until the response or the timeout of the request; callers retry.
 * Safe for use by many threads.
 */
public interface Cluster {

	/**
	 * The reason of a rejected patch whose test failed: the resource has changed. The API
	 * server itself returns only Invalid.
	 */
	String TEST_FAILED = "TestFailed";

	/** The limit of what is read of the answer to a prediction, in bytes. */
	int MAX_ANSWER = 1024 * 1024;

	/**
	 * Joins the shared watches of the namespace of a run; the first run starts them.
	 * @param run the run; observations are added to its timeline
	 */
	ResourceWatch watch(Run run);

	/** Creates the resource of a run with the labels of the run. */
	ApiResponse<SeldonDeployment> create(Run run, Manifest manifest);

	/** Creates a resource as a dry run. */
	ApiResponse<SeldonDeployment> dryRun(RunRequest request, Manifest manifest);

	/**
	 * Finds the resource of a create whose response was lost.
	 * @param run the run that its label must name
	 * @return the resource; empty if it does not exist or does not belong to the run
	 */
	ApiResponse<Optional<SeldonDeployment>> findCreated(ResourceName name, RunId run);

	/**
	 * Returns the holder of a name that is already in use, after a create failed with
	 * {@code AlreadyExists}.
	 */
	ApiResponse<NameHolder> holder(ResourceName name);

	/** Scales a resource. */
	ApiResponse<SeldonDeployment> scale(ResourceName name, ScalePatch scaling);

	/**
	 * Updates the resource of a run.
	 * @param apiVersion the API version of the manifest that the patch was made from
	 */
	ApiResponse<SeldonDeployment> update(RunRequest request, String apiVersion, UpdatePatch update);

	/**
	 * Annotates the resource of a failed run as kept.
	 * @param run the run; the resource must have the uid that the run created
	 * @param until the time at which the resource is deleted
	 */
	ApiResponse<SeldonDeployment> keep(RunSnapshot run, Instant until);

	/**
	 * Deletes a resource in the foreground: it is removed after everything that it owns.
	 * @param uid the uid that it must have
	 * @return whether the request was accepted; the deletion takes longer
	 */
	ApiResponse<Deleted> delete(ResourceName name, String uid);

	/**
	 * Reads the end of the log of a container.
	 * @param previous whether to read the log before the last restart
	 * @param lines the maximum number of lines
	 * @return the lines, also limited in size
	 */
	ApiResponse<String> log(String namespace, String pod, String container, boolean previous, int lines);

	/**
	 * Sends a prediction to a Service of the namespace through the API server, without
	 * blocking. The caller makes sure that the resource owns the Service and that the
	 * path is safe.
	 * @param body the request, in JSON
	 * @param keep the number of bytes of the answer that the caller needs
	 * @param timeout the time after which the request ends
	 * @return completes with the response; cancel it to end the request
	 */
	CompletableFuture<PredictionResponse> predict(String namespace, PredictionEndpoint endpoint, byte[] body, int keep,
			Duration timeout);

	/** The API server accepted a deletion. */
	record Deleted() {
	}

}
