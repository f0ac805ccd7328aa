package org.seldonruns.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * The objects of the simulated cluster and the history of their changes: versions,
 * generations, optimistic locking, finalizers. Safe for many threads; listeners are
 * called in the order of the changes while the store is locked, so they must only take
 * note.
 */
final class ObjectStore {

	/**
	 * The finalizer by which the API server keeps an object until its dependents are
	 * gone.
	 */
	static final String FOREGROUND = "foregroundDeletion";

	private static final int HISTORY = 20_000;

	private static final Comparator<ObjectKey> ORDER = Comparator.comparing(ObjectKey::type)
		.thenComparing(ObjectKey::namespace)
		.thenComparing(ObjectKey::name);

	private final Map<ObjectKey, ObjectNode> objects = new TreeMap<>(ORDER);

	private final Map<String, ObjectKey> keysByUid = new HashMap<>();

	private final Map<String, Set<ObjectKey>> keysByOwner = new HashMap<>();

	private final Deque<Change> history = new ArrayDeque<>();

	private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();

	private long version = 1000;

	synchronized long version() {
		return this.version;
	}

	synchronized @Nullable ObjectNode find(ObjectKey key) {
		ObjectNode object = this.objects.get(key);
		return (object != null) ? object.deepCopy() : null;
	}

	/** The objects of a kind in a namespace, in all of them where it is empty. */
	synchronized List<ObjectNode> list(ResourceType type, String namespace) {
		List<ObjectNode> found = new ArrayList<>();
		this.objects.forEach((key, object) -> {
			if (key.type() == type && (namespace.isEmpty() || key.namespace().equals(namespace))) {
				found.add(object.deepCopy());
			}
		});
		return found;
	}

	/** The objects of a kind, each as if just added. */
	synchronized List<Change> present(ResourceType type) {
		List<Change> present = new ArrayList<>();
		this.objects.forEach((key, object) -> {
			if (key.type() == type) {
				present.add(new Change(Action.ADDED, this.version, key, null, object));
			}
		});
		return present;
	}

	synchronized List<ObjectKey> ownedBy(String uid) {
		return List.copyOf(this.keysByOwner.getOrDefault(uid, Set.of()));
	}

	synchronized @Nullable ObjectKey keyOf(String uid) {
		return this.keysByUid.get(uid);
	}

	/**
	 * Creates an object. One whose owners are all gone already is removed at once: who
	 * saw the owner go, and all it had, must not meet a straggler.
	 */
	synchronized ObjectNode create(ObjectKey key, ObjectNode given, boolean dryRun) {
		if (this.objects.containsKey(key)) {
			throw Refusal.alreadyExists(key.type(), key.name());
		}
		ObjectNode object = given.deepCopy();
		ObjectNode metadata = Json.metadata(object);
		metadata.remove(List.of("deletionTimestamp", "deletionGracePeriodSeconds"));
		metadata.put("name", key.name()).put("namespace", key.namespace());
		metadata.put("uid", UUID.randomUUID().toString()).put("creationTimestamp", Json.now());
		if (key.type().generations) {
			metadata.put("generation", 1);
		}
		if (dryRun) {
			return object;
		}
		ObjectNode created = record(key, null, object).deepCopy();
		List<String> owners = owners(object);
		if (!owners.isEmpty() && owners.stream().noneMatch(this.keysByUid::containsKey)) {
			remove(key, object.deepCopy());
		}
		return created;
	}

	/**
	 * Changes an object. What leaves it as it was is no change; one whose last finalizer
	 * went while it was being deleted is removed.
	 */
	synchronized ObjectNode update(ObjectKey key, Consumer<ObjectNode> edit, boolean dryRun) {
		ObjectNode before = require(key);
		ObjectNode after = before.deepCopy();
		edit.accept(after);
		ObjectNode metadata = Json.metadata(after);
		String basedOn = metadata.path("resourceVersion").asText("");
		String uid = metadata.path("uid").asText("");
		if ((!basedOn.isEmpty() && !basedOn.equals(Json.meta(before, "resourceVersion")))
				|| (!uid.isEmpty() && !uid.equals(Json.meta(before, "uid")))) {
			throw Refusal.modified(key.type(), key.name());
		}
		for (String fixed : List.of("uid", "name", "namespace", "creationTimestamp", "generation", "deletionTimestamp",
				"resourceVersion")) {
			metadata.remove(fixed);
			if (before.path("metadata").hasNonNull(fixed)) {
				metadata.set(fixed, before.path("metadata").get(fixed));
			}
		}
		if (after.equals(before)) {
			return after;
		}
		if (key.type().generations && !specification(before).equals(specification(after))) {
			metadata.put("generation", before.path("metadata").path("generation").asLong() + 1);
		}
		if (dryRun) {
			return after;
		}
		if (Json.deleting(before) && !Json.finalizers(before).isEmpty() && Json.finalizers(after).isEmpty()) {
			return remove(key, after);
		}
		return record(key, before, after).deepCopy();
	}

	/**
	 * Deletes an object: at once, or where something must happen first (a finalizer, a
	 * running pod) by a mark.
	 */
	synchronized ObjectNode delete(ObjectKey key, boolean foreground, boolean atOnce) {
		ObjectNode before = require(key);
		ObjectNode after = before.deepCopy();
		ObjectNode metadata = Json.metadata(after);
		if (foreground && !Json.finalizers(before).contains(FOREGROUND)) {
			metadata.withArray("finalizers").add(FOREGROUND);
		}
		boolean running = key.type() == ResourceType.POD && !atOnce
				&& !before.path("spec").path("nodeName").asText("").isEmpty();
		if (Json.finalizers(after).isEmpty() && !running) {
			return remove(key, after);
		}
		if (!Json.deleting(before)) {
			metadata.put("deletionTimestamp", Json.now()).put("deletionGracePeriodSeconds", running ? 30 : 0);
			if (key.type().generations) {
				metadata.put("generation", metadata.path("generation").asLong() + 1);
			}
		}
		return after.equals(before) ? after : record(key, before, after).deepCopy();
	}

	/** Calls the listener with each change from now on. */
	void listen(Consumer<Change> listener) {
		this.listeners.add(listener);
	}

	/**
	 * Calls the listener with each change after a version, past ones first.
	 */
	synchronized void listen(Consumer<Change> listener, long after) {
		long oldest = this.history.isEmpty() ? this.version + 1 : this.history.getFirst().version();
		if (after < oldest - 1 && after < this.version) {
			throw new Refusal(410, "Expired", "too old resource version: %d (%d)".formatted(after, oldest));
		}
		this.history.stream().filter((change) -> change.version() > after).forEach(listener);
		this.listeners.add(listener);
	}

	void ignore(Consumer<Change> listener) {
		this.listeners.remove(listener);
	}

	/**
	 * Forgets all past changes, as etcd's compaction does: older watches end with 410.
	 */
	synchronized void compact() {
		this.history.clear();
	}

	private ObjectNode require(ObjectKey key) {
		ObjectNode object = this.objects.get(key);
		if (object == null) {
			throw Refusal.notFound(key.type(), key.name());
		}
		return object;
	}

	private ObjectNode record(ObjectKey key, @Nullable ObjectNode before, ObjectNode after) {
		Json.metadata(after).put("resourceVersion", Long.toString(++this.version));
		this.objects.put(key, after);
		index(key, before, after);
		tell(new Change((before != null) ? Action.MODIFIED : Action.ADDED, this.version, key, before, after));
		return after;
	}

	private ObjectNode remove(ObjectKey key, ObjectNode last) {
		ObjectNode before = this.objects.remove(key);
		Json.metadata(last).put("resourceVersion", Long.toString(++this.version));
		index(key, before, null);
		tell(new Change(Action.DELETED, this.version, key, before, last));
		return last;
	}

	private void index(ObjectKey key, @Nullable ObjectNode before, @Nullable ObjectNode after) {
		if (before != null) {
			this.keysByUid.remove(Json.meta(before, "uid"));
			owners(before).forEach((uid) -> this.keysByOwner.getOrDefault(uid, Set.of()).remove(key));
		}
		if (after != null) {
			this.keysByUid.put(Json.meta(after, "uid"), key);
			owners(after)
				.forEach((uid) -> this.keysByOwner.computeIfAbsent(uid, (unused) -> new LinkedHashSet<>()).add(key));
		}
	}

	private void tell(Change change) {
		this.history.addLast(change);
		if (this.history.size() > HISTORY) {
			this.history.removeFirst();
		}
		this.listeners.forEach((listener) -> listener.accept(change));
	}

	static List<String> owners(JsonNode object) {
		List<String> uids = new ArrayList<>();
		object.path("metadata").path("ownerReferences").forEach((owner) -> uids.add(owner.path("uid").asText()));
		return uids;
	}

	private static ObjectNode specification(ObjectNode object) {
		return object.deepCopy().remove(List.of("metadata", "status"));
	}

	/** What happened to an object. */
	enum Action {

		/** It was created. */
		ADDED,

		/** It was changed. */
		MODIFIED,

		/** It is gone. */
		DELETED

	}

	/**
	 * One change; the trees are shared and must not be changed.
	 *
	 * @param before the object before it, null where there was none
	 * @param after the object after it, for a deletion its last state
	 */
	record Change(Action action, long version, ObjectKey key, @Nullable ObjectNode before, ObjectNode after) {

	}

}
