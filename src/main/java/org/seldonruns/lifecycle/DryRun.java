package org.seldonruns.lifecycle;

import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.Cluster;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.seldon.manifest.Manifest;
import org.seldonruns.seldon.resource.SeldonDeployment;

import org.springframework.stereotype.Component;

/** Sends the manifest to the API server as a dry run, without retries. */
@Component
class DryRun {

	private final Cluster cluster;

	DryRun(Cluster cluster) {
		this.cluster = cluster;
	}

	DryRunResult run(RunRequest request, Manifest manifest) {
		return switch (cluster.dryRun(request, manifest)) {
			case ApiResponse.Accepted<SeldonDeployment>(var resource, var warnings) ->
				new DryRunResult.Accepted(warnings);
			case ApiResponse.Rejected<SeldonDeployment>(int code, var reason, String message, var warnings) ->
				new DryRunResult.Rejected(code, message, warnings);
			case ApiResponse.Unavailable<SeldonDeployment>(String message, var retryAfter, var webhook) ->
				new DryRunResult.Unavailable(message, retryAfter, webhook);
		};
	}

}
