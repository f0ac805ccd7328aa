package org.seldonruns.cluster.client;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;
import org.seldonruns.cluster.ApiResponse;

/**
 * Whether the API server can be reached. A component of its own, part of neither liveness
 * nor readiness: without the cluster the service still answers, and runs wait within
 * their deadlines.
 */
@Component
class ClusterHealthIndicator implements HealthIndicator {

	private final ApiServer apiServer;

	ClusterHealthIndicator(ApiServer apiServer) {
		this.apiServer = apiServer;
	}

	@Override
	public Health health() {
		return switch (apiServer.send("GET", "/readyz", "text/plain", null, body -> body)) {
			case ApiResponse.Accepted<String> accepted -> Health.up().build();
			// Who answers, even with a refusal, is reachable.
			case ApiResponse.Refused<String> refused -> Health.up().build();
			case ApiResponse.Unavailable<String> unavailable -> Health.down().build();
		};
	}

}
