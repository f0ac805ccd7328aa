package org.seldonruns.lifecycle;

import org.seldonruns.cluster.Answer;
import org.seldonruns.cluster.Cluster;
import org.seldonruns.run.RunRequest;
import org.seldonruns.seldon.Manifest;
import org.seldonruns.seldon.SeldonDeployment;

import org.springframework.stereotype.Component;

/** Shows a manifest to the API server without creating anything. Asks once. */
@Component
class DryRun {

	private final Cluster cluster;

	DryRun(Cluster cluster) {
		this.cluster = cluster;
	}

	Judgement judge(RunRequest request, Manifest manifest) {
		return switch (cluster.dryRun(request.resource(), manifest)) {
			case Answer.Accepted<SeldonDeployment>(var resource, var warnings) -> new Judgement.Acceptable(warnings);
			case Answer.Refused<SeldonDeployment>(int code, var reason, String message) ->
				new Judgement.Unacceptable(code, message);
			case Answer.Unavailable<SeldonDeployment>(String message, var retryAfter) ->
				new Judgement.Unknown(message, retryAfter);
		};
	}

}
