package org.seldonruns.cluster.client;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;
import org.seldonruns.cluster.ApiResponse;

/**
 * Reports whether the API server is available. It is not part of liveness or readiness:
 * without the API server the service still responds, and runs wait until their deadlines.
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
			// An API server that rejects the request is available.
			case ApiResponse.Rejected<String> rejected -> Health.up().build();
			case ApiResponse.Unavailable<String> unavailable -> Health.down().build();
		};
	}

}
