package org.seldonruns;

import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;
import org.seldonruns.simulation.Behaviour;
import org.seldonruns.simulation.SimulatedOperator;

/**
 * The operator of the control plane that KUBECONFIG_IT names: the simulated one, unless
 * SELDON_OPERATOR_IT says that a real one runs there.
 */
final class ClusterOperator implements AutoCloseable {

	private final @Nullable SimulatedOperator simulated;

	private ClusterOperator(@Nullable SimulatedOperator simulated) {
		this.simulated = simulated;
	}

	static ClusterOperator start(KubernetesClient client) {
		return new ClusterOperator((System.getenv("SELDON_OPERATOR_IT") != null) ? null
				: SimulatedOperator.start(client, new Behaviour()));
	}

	@Override
	public void close() {
		if (simulated != null) {
			simulated.close();
		}
	}

}
