package org.seldonruns.lifecycle;

import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.Cluster;
import org.seldonruns.run.RunRequest;
import org.seldonruns.seldon.manifest.Manifest;
import org.seldonruns.seldon.resource.SeldonDeployment;

import org.springframework.stereotype.Component;

/** Shows a manifest to the API server without creating anything. Asks once. */
@Component
class DryRun {

	private final Cluster cluster;

	DryRun(Cluster cluster) {
		this.cluster = cluster;
	}

	DryRunResult judge(RunRequest request, Manifest manifest) {
		return switch (cluster.dryRun(request.resource(), manifest)) {
			case ApiResponse.Accepted<SeldonDeployment>(var resource, var warnings) ->
				new DryRunResult.Acceptable(warnings);
			case ApiResponse.Refused<SeldonDeployment>(int code, var reason, String message) ->
				new DryRunResult.Unacceptable(code, message);
			case ApiResponse.Unavailable<SeldonDeployment>(String message, var retryAfter) ->
				new DryRunResult.Unknown(message, retryAfter);
		};
	}

}
