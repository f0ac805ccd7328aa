package org.seldonruns.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import org.jspecify.annotations.Nullable;

/**
 * Plays the Seldon operator on any API server, the simulated one or a real one: makes
 * what a SeldonDeployment asks for and writes its status, one reconcile at a time. The
 * rest (pods, counts, garbage) is Kubernetes' own. Safe for many threads.
 */
public final class SimulatedOperator implements AutoCloseable {

	private static final Duration FIRST_RETRY = Duration.ofMillis(5);

	private static final Duration LAST_RETRY = Duration.ofSeconds(60);

	private final Behaviour behaviour;

	private final OperatorCalls calls;

	private final WorkQueue queue = new WorkQueue("simulated-operator");

	private final Semaphore turn = new Semaphore(1, true);

	private final Map<Name, Integer> failures = new HashMap<>();

	private final List<SharedIndexInformer<? extends HasMetadata>> informers;

	private SimulatedOperator(KubernetesClient client, String namespace, Behaviour behaviour) {
		this.behaviour = behaviour;
		this.calls = new OperatorCalls(client);
		ResourceType type = ResourceType.SELDON_DEPLOYMENT;
		var seldonDeployments = client
			.genericKubernetesResources(new ResourceDefinitionContext.Builder().withGroup(type.group)
				.withVersion(type.versions().getFirst())
				.withKind(type.kind)
				.withPlural(type.plural)
				.withNamespaced(true)
				.build());
		var owned = client.apps().deployments();
		this.informers = namespace.isEmpty()
				? List.of(seldonDeployments.inAnyNamespace().inform(new Changes<>()),
						owned.inAnyNamespace().withLabel("seldon-deployment-id").inform(new Changes<>()))
				: List.of(seldonDeployments.inNamespace(namespace).inform(new Changes<>()),
						owned.inNamespace(namespace).withLabel("seldon-deployment-id").inform(new Changes<>()));
	}

	/**
	 * Starts an operator for all namespaces. It is watching when this returns.
	 * @param client how to reach the API server; stays the caller's to close
	 */
	public static SimulatedOperator start(KubernetesClient client, Behaviour behaviour) {
		return new SimulatedOperator(client, "", behaviour);
	}

	/**
	 * Starts an operator for one namespace, as on a cluster that is shared.
	 */
	public static SimulatedOperator start(KubernetesClient client, Behaviour behaviour, String namespace) {
		return new SimulatedOperator(client, namespace, behaviour);
	}

	/**
	 * Does something while the operator does not reconcile. A reconcile under way is over
	 * when it begins.
	 */
	public void whileHeld(Runnable work) {
		this.turn.acquireUninterruptibly();
		try {
			work.run();
		}
		finally {
			this.turn.release();
		}
	}

	private void enqueue(Name name) {
		this.queue.add(name, this.behaviour.operatorReaction(), () -> takeTurn(name));
	}

	private void takeTurn(Name name) {
		try {
			this.turn.acquire();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return;
		}
		try {
			reconcile(name);
			this.failures.remove(name);
		}
		catch (KubernetesClientException ex) {
			int failed = this.failures.merge(name, 1, Integer::sum);
			Duration delay = FIRST_RETRY.multipliedBy(1L << Math.min(failed - 1, 20));
			this.queue.add(new Retry(name), (delay.compareTo(LAST_RETRY) > 0) ? LAST_RETRY : delay,
					() -> takeTurn(name));
		}
		finally {
			this.turn.release();
		}
	}

	private void reconcile(Name name) {
		ResourceType type = ResourceType.SELDON_DEPLOYMENT;
		ObjectNode found = this.calls.find(type, name.namespace(), name.name());
		if (found == null || Json.deleting(found) || belongsToAnother(found)) {
			return;
		}
		Reconcile reconcile = new Reconcile(this.calls, found);
		ObjectNode wanted;
		try {
			wanted = reconcile.run();
		}
		catch (KubernetesClientException ex) {
			if (isConflict(ex)) {
				throw ex;
			}
			String why = (ex.getStatus() != null && ex.getStatus().getMessage() != null) ? ex.getStatus().getMessage()
					: String.valueOf(ex.getMessage());
			this.calls.event(found, "Warning", "InternalError", why);
			writeStatus(found, reconcile.failed(why));
			throw ex;
		}
		writeStatus(found, wanted);
		this.calls.event(found, "Normal", "Updated", "Updated SeldonDeployment \"" + name.name() + "\"");
	}

	private void writeStatus(ObjectNode found, ObjectNode status) {
		if (status.equals(found.path("status"))) {
			return;
		}
		ObjectNode changed = found.deepCopy();
		changed.set("status", status);
		try {
			this.calls.updateStatus(ResourceType.SELDON_DEPLOYMENT, changed);
		}
		catch (KubernetesClientException ex) {
			this.calls.event(found, "Warning", "UpdateFailed",
					"Failed to update status for SeldonDeployment \"%s\": %s".formatted(Json.meta(found, "name"),
							(ex.getStatus() != null) ? ex.getStatus().getMessage() : ex.getMessage()));
			throw ex;
		}
	}

	private static boolean isConflict(KubernetesClientException ex) {
		return ex.getStatus() != null && "Conflict".equals(ex.getStatus().getReason());
	}

	private static boolean belongsToAnother(JsonNode object) {
		return !object.path("metadata").path("labels").path("seldon.io/controller-id").asText("").isEmpty();
	}

	@Override
	public void close() {
		this.informers.forEach(SharedIndexInformer::stop);
		this.queue.close();
	}

	private record Name(String namespace, String name) {

	}

	private record Retry(Name name) {

	}

	private final class Changes<T extends HasMetadata> implements ResourceEventHandler<T> {

		@Override
		public void onAdd(T object) {
			changed(object);
		}

		@Override
		public void onUpdate(T before, T object) {
			changed(object);
		}

		@Override
		public void onDelete(T object, boolean unknown) {
			changed(object);
		}

		private void changed(@Nullable T object) {
			if (object == null) {
				return;
			}
			String namespace = object.getMetadata().getNamespace();
			if (ResourceType.SELDON_DEPLOYMENT.kind.equals(object.getKind())) {
				enqueue(new Name(namespace, object.getMetadata().getName()));
				return;
			}
			for (OwnerReference owner : object.getMetadata().getOwnerReferences()) {
				if (ResourceType.SELDON_DEPLOYMENT.kind.equals(owner.getKind())) {
					enqueue(new Name(namespace, owner.getName()));
				}
			}
		}

	}

}
