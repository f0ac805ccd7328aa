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
 * Who owns whom, by uid, at any depth. Objects may arrive before their owners. Not safe
 * for use by several threads; {@link NamespaceWatch} guards it.
 */
final class OwnerGraph {

	private final Map<String, Owned> objects = new HashMap<>();

	private final Map<String, Set<String>> children = new HashMap<>();

	/**
	 * An object that is watched, or was and still leads from others to their owner.
	 *
	 * @param object the object as last seen; none once it is no more
	 * @param owners the uids of its owners
	 */
	private record Owned(@Nullable HasMetadata object, List<String> owners) {
	}

	/**
	 * Takes an object as it is now.
	 * @return whether it is new or has other owners than before
	 */
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
		formerOwners.forEach(this::removeIfPlaceholder);
		return true;
	}

	private void removeIfPlaceholder(String uid) {
		Owned remaining = objects.get(uid);
		if (remaining != null && remaining.object() == null) {
			remove(uid);
		}
	}

	/**
	 * Counts the objects and placeholders that are held.
	 * @return how many
	 */
	int size() {
		return objects.size();
	}

	Optional<HasMetadata> find(String uid) {
		return Optional.ofNullable(objects.get(uid)).map(Owned::object);
	}

	/**
	 * Forgets an object. While others that it owns are there, its place is kept: pods may
	 * outlive their ReplicaSet, and are still their resource's.
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
		}
		return unlinked.owners();
	}

	/**
	 * Climbs from an object to the one that it belongs to.
	 * @param uid the object
	 * @param wanted tells a uid that is looked for
	 * @return the first wanted one among itself and its owners
	 */
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

	/**
	 * All that an object owns, at any depth.
	 * @param uid the object, which need not be there any more
	 * @return nearest first
	 */
	List<HasMetadata> ownedBy(String uid) {
		return below(uid).stream().flatMap(owned -> find(owned).stream()).toList();
	}

	/**
	 * The uids of all that an object owns, at any depth, there or not any more.
	 * @param uid the object, which need not be there
	 * @return nearest first
	 */
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
