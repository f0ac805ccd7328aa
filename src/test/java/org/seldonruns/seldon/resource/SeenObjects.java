package org.seldonruns.seldon.resource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import org.seldonruns.seldon.readiness.Readiness;
import org.seldonruns.seldon.readiness.ReadinessVerdict;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.simulation.Trace.Observation;

/**
 * The SeldonDeployment and the Deployments of a trace as watches have last shown them,
 * and what their bare JSON says of them. The second knows nothing of the code under test.
 */
public final class SeenObjects {

	private final Map<String, JsonNode> deployments = new HashMap<>();

	private @Nullable JsonNode resource;

	private final Map<String, OwnedDeployment> read = new HashMap<>();

	private @Nullable SeldonDeployment readResource;

	public void see(Observation observation) {
		if ("SeldonDeployment".equals(observation.kind())) {
			resource = observation.object();
			readResource = SeldonDeployment.of(observation.resource());
			return;
		}
		OwnedDeployment deployment = OwnedDeployment.of(observation.deployment());
		deployments.put(deployment.name(), observation.object());
		read.put(deployment.name(), deployment);
	}

	public boolean judgedReady(Readiness rule) {
		return readResource != null && rule.judge(new Present(readResource, new ArrayList<>(read.values()), List.of(),
				List.of(), List.of(), List.of())) instanceof ReadinessVerdict.Ready;
	}

	/** Whether the resource says so, and every Deployment has what it is to have. */
	public boolean factsAllow(long generation, Map<String, Integer> wanted) {
		return resource != null && resource.at("/metadata/generation").asLong() >= generation
				&& "Available".equals(resource.at("/status/state").asText()) && countsAre(wanted);
	}

	/** Whether every Deployment is there and has what it is to have. */
	public boolean countsAre(Map<String, Integer> wanted) {
		return wanted.entrySet()
			.stream()
			.allMatch(entry -> countsAre(deployments.get(entry.getKey()), entry.getValue()));
	}

	private static boolean countsAre(@Nullable JsonNode deployment, int wanted) {
		return deployment != null && deployment.at("/spec/replicas").asInt() == wanted
				&& deployment.at("/status/observedGeneration").asLong() >= deployment.at("/metadata/generation")
					.asLong()
				&& deployment.at("/status/replicas").asInt() == wanted
				&& deployment.at("/status/updatedReplicas").asInt() == wanted
				&& deployment.at("/status/readyReplicas").asInt() == wanted
				&& deployment.at("/status/availableReplicas").asInt() == wanted;
	}

}
