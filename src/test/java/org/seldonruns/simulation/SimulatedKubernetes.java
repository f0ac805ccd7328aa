package org.seldonruns.simulation;

import org.seldonruns.simulation.ObjectStore.Change;

/**
 * Simulates the control plane and the nodes of a cluster: Deployments, ReplicaSets,
 * scheduling, kubelets and garbage collection. One worker handles each change of the
 * store.
 */
final class SimulatedKubernetes implements AutoCloseable {

	private final ObjectStore store;

	private final WorkQueue queue = new WorkQueue("simulated-kubernetes");

	private final DeploymentController deployments;

	private final ReplicaSetController replicaSets;

	private final Kubelet kubelet;

	private final GarbageCollector garbageCollector;

	SimulatedKubernetes(ObjectStore store, Behaviour behaviour) {
		this.store = store;
		EventLog events = new EventLog(store);
		this.deployments = new DeploymentController(store, behaviour, this.queue, events);
		this.replicaSets = new ReplicaSetController(store, behaviour, events);
		this.kubelet = new Kubelet(store, behaviour, this.queue, events);
		this.garbageCollector = new GarbageCollector(store, this.queue);
		store.listen(this::changed);
		behaviour.onChange(this::resume);
	}

	private void changed(Change change) {
		this.garbageCollector.changed(change);
		ObjectKey key = change.key();
		switch (key.type()) {
			case DEPLOYMENT -> this.queue.add(key, () -> this.deployments.reconcile(key));
			case REPLICA_SET -> {
				this.queue.add(key, () -> this.replicaSets.reconcile(key));
				ObjectStore.owners(change.after()).forEach(this::reconcileOwner);
			}
			case POD -> {
				this.queue.add(key, () -> this.kubelet.reconcile(key));
				ObjectStore.owners(change.after()).forEach(this::reconcileOwner);
			}
			case PERSISTENT_VOLUME_CLAIM -> resume();
			default -> {
			}
		}
	}

	private void reconcileOwner(String uid) {
		ObjectKey owner = this.store.keyOf(uid);
		if (owner == null) {
			return;
		}
		switch (owner.type()) {
			case DEPLOYMENT -> this.queue.add(owner, () -> this.deployments.reconcile(owner));
			case REPLICA_SET -> this.queue.add(owner, () -> this.replicaSets.reconcile(owner));
			default -> {
			}
		}
	}

	/** Checks again the objects that a limit may have held back. */
	private void resume() {
		this.store.list(ResourceType.DEPLOYMENT, "").forEach((object) -> {
			ObjectKey key = ObjectKey.of(ResourceType.DEPLOYMENT, object);
			this.queue.add(key, () -> this.deployments.reconcile(key));
		});
		this.store.list(ResourceType.REPLICA_SET, "").forEach((object) -> {
			ObjectKey key = ObjectKey.of(ResourceType.REPLICA_SET, object);
			this.queue.add(key, () -> this.replicaSets.reconcile(key));
		});
		this.store.list(ResourceType.POD, "").forEach((object) -> {
			ObjectKey key = ObjectKey.of(ResourceType.POD, object);
			this.queue.add(key, () -> this.kubelet.reconcile(key));
		});
	}

	@Override
	public void close() {
		this.queue.close();
	}

}
