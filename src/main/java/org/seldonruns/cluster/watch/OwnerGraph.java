package org.seldonruns.cluster.watch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Predicate;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import org.jspecify.annotations.Nullable;

/**
 * The graph of owners, by uid. Objects may arrive before their owners. Not safe for use
 * by several threads; {@link NamespaceWatch} guards it.
 */
final class OwnerGraph {

	private final Map<String, Owned> objects = new HashMap<>();

	private final Map<String, Set<String>> children = new HashMap<>();

	/** The uids of owners that have not been observed yet. */
	private final Set<String> awaited = new HashSet<>();

	/**
	 * An object and the uids of its owners. Without the object it is a placeholder for a
	 * deleted one, which connects others to their owner.
	 */
	private record Owned(@Nullable HasMetadata object, List<String> owners) {
	}

	/** Stores an object. Returns whether it is new or its owners have changed. */
	boolean put(HasMetadata object) {
		String uid = object.getMetadata().getUid();
		List<String> owners = object.getMetadata().getOwnerReferences().stream().map(OwnerReference::getUid).toList();
		Owned before = objects.get(uid);
		if (before != null && before.owners().equals(owners)) {
			objects.put(uid, new Owned(object, owners));
			return false;
		}
		List<String> formerOwners = unlink(uid);
		objects.put(uid, new Owned(object, owners));
		owners.forEach(owner -> children.computeIfAbsent(owner, key -> new HashSet<>()).add(uid));
		awaited.remove(uid);
		owners.stream().filter(owner -> !objects.containsKey(owner)).forEach(awaited::add);
		formerOwners.forEach(this::removeIfPlaceholder);
		return true;
	}

	private void removeIfPlaceholder(String uid) {
		Owned remaining = objects.get(uid);
		if (remaining != null && remaining.object() == null) {
			remove(uid);
		}
	}

	/** Returns the number of objects and placeholders. */
	int size() {
		return objects.size();
	}

	Optional<HasMetadata> find(String uid) {
		return Optional.ofNullable(objects.get(uid)).map(Owned::object);
	}

	/**
	 * Removes an object. While objects that it owns exist, a placeholder stays: pods may
	 * outlive their ReplicaSet and still belong to the resource.
	 */
	void remove(String uid) {
		if (children.containsKey(uid)) {
			objects.computeIfPresent(uid, (key, before) -> new Owned(null, before.owners()));
			return;
		}
		unlink(uid).forEach(this::removeIfPlaceholder);
	}

	private List<String> unlink(String uid) {
		Owned unlinked = objects.remove(uid);
		if (unlinked == null) {
			return List.of();
		}
		for (String owner : unlinked.owners()) {
			children.computeIfPresent(owner, (key, uids) -> {
				uids.remove(uid);
				return uids.isEmpty() ? null : uids;
			});
			if (!children.containsKey(owner)) {
				awaited.remove(owner);
			}
		}
		return unlinked.owners();
	}

	/** Finds the first object among an object and its owners. */
	Optional<String> rootOf(String uid, Predicate<String> wanted) {
		Set<String> seen = new HashSet<>();
		Deque<String> next = new ArrayDeque<>(List.of(uid));
		while (!next.isEmpty()) {
			String current = next.remove();
			if (wanted.test(current)) {
				return Optional.of(current);
			}
			Owned owned = objects.get(current);
			if (owned != null && seen.add(current)) {
				next.addAll(owned.owners());
			}
		}
		return Optional.empty();
	}

	/** Returns the objects with an owner that has not been observed yet. */
	List<HasMetadata> unconnected() {
		return awaited.stream()
			.flatMap(owner -> children.getOrDefault(owner, Set.of()).stream())
			.flatMap(uid -> find(uid).stream())
			.toList();
	}

	/** Returns all objects that an object owns, directly or indirectly, nearest first. */
	List<HasMetadata> ownedBy(String uid) {
		return below(uid).stream().flatMap(owned -> find(owned).stream()).toList();
	}

	/** Like {@link #ownedBy}, but returns uids and includes deleted objects. */
	SequencedSet<String> below(String uid) {
		SequencedSet<String> found = new LinkedHashSet<>();
		Deque<String> next = new ArrayDeque<>(children.getOrDefault(uid, Set.of()));
		while (!next.isEmpty()) {
			String current = next.remove();
			if (found.add(current)) {
				next.addAll(children.getOrDefault(current, Set.of()));
			}
		}
		return found;
	}

}
