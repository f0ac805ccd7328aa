package org.seldonruns.simulation;

import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.seldonruns.simulation.ObjectStore.Action;
import org.seldonruns.simulation.ObjectStore.Change;

/**
 * Deletes what has lost its owners, and for a deletion in the foreground first the
 * dependents, then the owner.
 */
final class GarbageCollector {

	private final ObjectStore store;

	private final WorkQueue queue;

	GarbageCollector(ObjectStore store, WorkQueue queue) {
		this.store = store;
		this.queue = queue;
	}

	void changed(Change change) {
		String uid = Json.meta(change.after(), "uid");
		if (change.action() == Action.DELETED) {
			this.store.ownedBy(uid).forEach((dependent) -> later(dependent));
			ObjectStore.owners(change.after()).forEach((owner) -> {
				ObjectKey key = this.store.keyOf(owner);
				if (key != null) {
					later(key);
				}
			});
		}
		else if (Json.deleting(change.after()) || change.action() == Action.ADDED) {
			later(change.key());
		}
	}

	private void later(ObjectKey key) {
		this.queue.add(new Work(key), () -> collect(key));
	}

	private void collect(ObjectKey key) {
		ObjectNode object = this.store.find(key);
		if (object == null) {
			return;
		}
		if (Json.deleting(object)) {
			if (Json.finalizers(object).contains(ObjectStore.FOREGROUND)) {
				deleteDependents(key, object);
			}
			return;
		}
		List<String> owners = ObjectStore.owners(object);
		if (!owners.isEmpty() && owners.stream().allMatch((owner) -> this.store.keyOf(owner) == null)) {
			this.store.delete(key, false, false);
		}
	}

	private void deleteDependents(ObjectKey key, ObjectNode owner) {
		List<ObjectKey> dependents;
		synchronized (this.store) {
			// No dependent may come between the look and the release.
			dependents = this.store.ownedBy(Json.meta(owner, "uid"));
			if (dependents.isEmpty()) {
				this.store.update(key, GarbageCollector::release, false);
				return;
			}
		}
		for (ObjectKey dependent : dependents) {
			ObjectNode object = this.store.find(dependent);
			if (object != null && !Json.deleting(object)) {
				boolean hasDependents = !this.store.ownedBy(Json.meta(object, "uid")).isEmpty();
				this.store.delete(dependent, hasDependents, false);
			}
		}
	}

	private static void release(ObjectNode object) {
		ArrayNode finalizers = Json.metadata(object).withArray("finalizers");
		for (int i = finalizers.size() - 1; i >= 0; i--) {
			if (ObjectStore.FOREGROUND.equals(finalizers.get(i).asText())) {
				finalizers.remove(i);
			}
		}
	}

	private record Work(ObjectKey key) {

	}

}
