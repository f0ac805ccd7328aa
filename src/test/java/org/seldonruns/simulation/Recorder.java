package org.seldonruns.simulation;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;

/**
 * Records the changes in a namespace while a run executes in it.
 */
final class Recorder implements AutoCloseable {

	private final List<SeldonState> seldonStates = new CopyOnWriteArrayList<>();

	private final List<DeploymentState> deploymentStates = new CopyOnWriteArrayList<>();

	private final List<Watch> watches;

	Recorder(KubernetesClient client, String namespace) {
		this.watches = List.of(
				client.genericKubernetesResources("machinelearning.seldon.io/v1", "SeldonDeployment")
					.inNamespace(namespace)
					.watch(new Listener<>((type, object) -> this.seldonStates.add(SeldonState.of(type, object)))),
				client.apps()
					.deployments()
					.inNamespace(namespace)
					.watch(new Listener<>(
							(type, object) -> this.deploymentStates.add(DeploymentState.of(type, object)))));
	}

	List<SeldonState> seldonStates() {
		return SeldonState.distinct(this.seldonStates.stream());
	}

	List<DeploymentState> deploymentStates() {
		return List.copyOf(this.deploymentStates);
	}

	@Override
	public void close() {
		this.watches.forEach(Watch::close);
	}

	private record Listener<T extends HasMetadata>(BiConsumer<String, JsonNode> listener) implements Watcher<T> {

		@Override
		public void eventReceived(Action action, T resource) {
			this.listener.accept(action.name(), Json.of(resource));
		}

		@Override
		public void onClose(WatcherException cause) {
			// The changes that were recorded before remain.
		}

	}

}
