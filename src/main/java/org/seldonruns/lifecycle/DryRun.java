package org.seldonruns.lifecycle;

import java.util.List;

import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.Cluster;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.seldon.manifest.Manifest;
import org.seldonruns.seldon.manifest.UploadedManifests;
import org.seldonruns.seldon.resource.SeldonDeployment;

import org.springframework.stereotype.Component;

/** Sends the manifest to the API server as a dry run, without retries. */
@Component
class DryRun {

	private final Cluster cluster;

	DryRun(Cluster cluster) {
		this.cluster = cluster;
	}

	/** Sends the manifest, and if it is accepted, that of the update. */
	DryRunResult run(RunRequest request, UploadedManifests manifests) {
		DryRunResult result = run(request, manifests.manifest(), false);
		Manifest update = manifests.update();
		if (!(result instanceof DryRunResult.Accepted(var warnings, var none)) || update == null) {
			return result;
		}
		DryRunResult ofUpdate = run(request, update, true);
		return (ofUpdate instanceof DryRunResult.Accepted(var updateWarnings, var unused))
				? new DryRunResult.Accepted(warnings, updateWarnings) : ofUpdate;
	}

	private DryRunResult run(RunRequest request, Manifest manifest, boolean update) {
		return switch (cluster.dryRun(request, manifest)) {
			case ApiResponse.Accepted<SeldonDeployment>(var resource, var warnings) ->
				new DryRunResult.Accepted(warnings, List.of());
			case ApiResponse.Rejected<SeldonDeployment>(int code, var reason, String message, var warnings) ->
				new DryRunResult.Rejected(code, message, warnings, update);
			case ApiResponse.Unavailable<SeldonDeployment>(String message, var retryAfter, var webhook) ->
				new DryRunResult.Unavailable(message, retryAfter, webhook);
		};
	}

}
