package org.seldonruns.cluster.watch;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.seldonruns.cluster.timeline.ObservedResource;
import org.seldonruns.run.BoundedMap;
import org.seldonruns.seldon.resource.ObservedState;
import org.seldonruns.seldon.resource.OwnedAutoscaler;
import org.seldonruns.seldon.resource.OwnedDeployment;
import org.seldonruns.seldon.resource.OwnedPod;
import org.seldonruns.seldon.resource.SeenEvent;
import org.seldonruns.seldon.resource.SeldonDeployment;

/**
 * The objects of one namespace as its informers last reported them. Not safe for use by
 * several threads; {@link NamespaceWatch} guards it.
 */
final class NamespaceObjects {

	/**
	 * The maximum number of uids of deleted resources, and of Events that no run has
	 * claimed yet.
	 */
	private static final int MAX_REMEMBERED = 1000;

	private final OwnerGraph owners = new OwnerGraph();

	private final Map<String, SeldonDeployment> resources = new HashMap<>();

	/** Uids, since a resource can be deleted before its run learns its uid. */
	private final Set<String> deleted = Collections.newSetFromMap(new BoundedMap<>(MAX_REMEMBERED));

	private final UnclaimedEvents events = new UnclaimedEvents(MAX_REMEMBERED);

	private String listVersion = "";

	/**
	 * Stores a SeldonDeployment; {@link #put} adds it to the graph of owners. Returns
	 * whether it is new.
	 */
	boolean putResource(GenericKubernetesResource object) {
		return resources.put(object.getMetadata().getUid(), SeldonDeployment.of(object)) == null;
	}

	void removeResource(String uid) {
		resources.remove(uid);
		deleted.add(uid);
	}

	void setListVersion(String version) {
		listVersion = version;
	}

	/**
	 * Adds an object to the graph of owners. Returns whether it is new or its owners have
	 * changed.
	 */
	boolean put(HasMetadata object) {
		return owners.put(object);
	}

	void remove(String uid) {
		owners.remove(uid);
	}

	Optional<String> rootOf(String uid, Predicate<String> isRoot) {
		return owners.rootOf(uid, isRoot);
	}

	void putEvent(Event event, Instant seenAt) {
		events.put(event, seenAt);
	}

	/** Removes and returns the Events about an object, in order of arrival. */
	List<UnclaimedEvents.Unclaimed> takeEvents(String uid, boolean withOwned) {
		Set<String> about = new HashSet<>(withOwned ? owners.below(uid) : Set.of());
		about.add(uid);
		return events.take(about);
	}

	/** Returns the current state of a resource. */
	ObservedResource observe(SeldonDeployment created, List<SeenEvent> warnings) {
		GenericKubernetesResource object = owners.find(created.uid())
			.filter(GenericKubernetesResource.class::isInstance)
			.map(GenericKubernetesResource.class::cast)
			.orElse(null);
		List<HasMetadata> owned = owners.ownedBy(created.uid());
		return new ObservedResource(state(created, owned, warnings), object, owned);
	}

	private ObservedState state(SeldonDeployment created, List<HasMetadata> owned, List<SeenEvent> warnings) {
		String uid = created.uid();
		List<String> names = owned.stream().map(NamespaceObjects::kindAndName).toList();
		SeldonDeployment resource = resources.get(uid);
		if (resource != null) {
			return new ObservedState.Present(resource, only(Deployment.class, owned, OwnedDeployment::of),
					only(Pod.class, owned, OwnedPod::of),
					owned.stream().flatMap(object -> OwnedAutoscaler.of(object).stream()).toList(), warnings, names,
					Stream.concat(owned.stream(), owners.unconnected().stream().filter(Pod.class::isInstance))
						.toList());
		}
		if (!deleted.contains(uid) && !isOlderThanList(created.version())) {
			return new ObservedState.NotSeen();
		}
		boolean replaced = resources.values().stream().anyMatch(other -> other.name().equals(created.name()));
		return new ObservedState.Gone(replaced, names);
	}

	// If a list is newer than the resource and does not contain it, the resource was
	// deleted while the watch was interrupted. Resource versions of one kind can be
	// compared as integers (KEP-5504).
	private boolean isOlderThanList(String version) {
		if (version.isEmpty() || version.length() != listVersion.length()) {
			return !version.isEmpty() && version.length() < listVersion.length();
		}
		return version.compareTo(listVersion) <= 0;
	}

	private static <T, R> List<R> only(Class<T> type, List<HasMetadata> owned, Function<T, R> read) {
		return owned.stream().filter(type::isInstance).map(type::cast).map(read).toList();
	}

	private static String kindAndName(HasMetadata object) {
		return object.getKind() + " " + object.getMetadata().getName();
	}

}
