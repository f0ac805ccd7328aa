package org.seldonruns.cluster;

import java.time.Instant;
import java.util.Optional;

import org.seldonruns.run.ResourceName;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.seldon.manifest.Manifest;
import org.seldonruns.seldon.resource.Scaling;
import org.seldonruns.seldon.resource.SeldonDeployment;

/**
 * The cluster as a run sees it: three writes, a shared watch, and what settles a doubtful
 * create. Each call asks the API server once and blocks until it answers or the request's
 * time is up; trying again is the caller's. Safe for use by many threads.
 */
public interface Cluster {

	/**
	 * The reason of the refusal of a patch one of whose tests did not hold: the resource
	 * is not the one that the patch was made for. The API server itself says just
	 * Invalid.
	 */
	String TEST_FAILED = "TestFailed";

	/**
	 * Joins the watches of a run's namespace, which are started with its first run.
	 * @param run the run whose resource is watched for, and whose timeline takes what is
	 * seen
	 * @return the watch; to be closed
	 */
	ResourceWatch watch(Run run);

	/**
	 * Creates the resource of a run, marked as the run's.
	 * @param run the run
	 * @param manifest what to create
	 * @return the resource as the cluster has it
	 */
	ApiResponse<SeldonDeployment> create(Run run, Manifest manifest);

	/**
	 * Lets the API server judge a manifest without creating anything.
	 * @param name where it would be created
	 * @param manifest what would be created
	 * @return the resource as the cluster would have it
	 */
	ApiResponse<SeldonDeployment> dryRun(ResourceName name, Manifest manifest);

	/**
	 * Settles a create whose answer was lost.
	 * @param name what was to be created
	 * @param run the run that its mark must name
	 * @return the resource, where it is there and the run's own
	 */
	ApiResponse<Optional<SeldonDeployment>> findCreated(ResourceName name, RunId run);

	/**
	 * Looks whose a name is that a create was refused for. For a failure only.
	 * @param name the name
	 * @return who has the name by now
	 */
	ApiResponse<NameHolder> holder(ResourceName name);

	/**
	 * Scales a resource.
	 * @param name which
	 * @param scaling the patch
	 * @return the resource as the cluster has it now
	 */
	ApiResponse<SeldonDeployment> scale(ResourceName name, Scaling scaling);

	/**
	 * Notes at the resource of a run that failed that it is kept, and the run's verdict.
	 * @param run the run, whose resource must have the uid that it created
	 * @param until when the resource is to be removed
	 * @return the resource as the cluster has it now
	 */
	ApiResponse<SeldonDeployment> keep(RunSnapshot run, Instant until);

	/**
	 * Asks for the deletion of a resource, in the foreground: it goes once all it owns is
	 * gone.
	 * @param name which
	 * @param uid the uid that it must have; another object of that name is refused
	 * @return nothing more than that it was asked for
	 */
	ApiResponse<Deleted> delete(ResourceName name, String uid);

	/**
	 * Reads the end of a container's log. For a failure only.
	 * @param namespace where the pod is
	 * @param pod its name
	 * @param container the container's name
	 * @param previous whether the log before its last restart is meant
	 * @param lines the most lines that are wanted
	 * @return the lines, bounded in size too
	 */
	ApiResponse<String> log(String namespace, String pod, String container, boolean previous, int lines);

	/** A deletion was asked for. */
	record Deleted() {
	}

}
