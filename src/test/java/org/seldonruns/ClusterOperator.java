package org.seldonruns;

import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;
import org.seldonruns.simulation.Behaviour;
import org.seldonruns.simulation.SimulatedOperator;

/**
 * The operator of the control plane that KUBECONFIG_IT names, and a client of that
 * control plane: the simulated operator, unless SELDON_OPERATOR_IT says that a real one
 * runs there.
 */
final class ClusterOperator implements AutoCloseable {

	private final KubernetesClient client = RealNamespace.connect();

	private final @Nullable SimulatedOperator simulated = (System.getenv("SELDON_OPERATOR_IT") != null) ? null
			: SimulatedOperator.start(client, new Behaviour());

	/** Returns a client of its cluster. */
	KubernetesClient client() {
		return client;
	}

	@Override
	public void close() {
		if (simulated != null) {
			simulated.close();
		}
		client.close();
	}

}
