package org.seldonruns.cluster.watch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.seldonruns.cluster.informer.EventInformer;
import org.seldonruns.cluster.informer.ResourceInformer;
import org.seldonruns.cluster.informer.WatchedKinds;
import org.seldonruns.cluster.orphan.LeaseHolder;
import org.seldonruns.cluster.timeline.BoundedMap;
import org.seldonruns.cluster.timeline.ObservedResource;
import org.seldonruns.run.Run;
import org.seldonruns.run.SharedResult;
import org.seldonruns.seldon.resource.OwnedDeployment;
import org.seldonruns.seldon.resource.OwnedPod;
import org.seldonruns.seldon.resource.ResourceState;
import org.seldonruns.seldon.resource.SeenEvent;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.time.Timekeeper;

/**
 * The shared watches of one namespace, and what they show. What is seen is filed under a
 * lock and told to the runs outside of it.
 */
final class NamespaceWatch implements AutoCloseable {

	/** The most that is remembered of what has no run yet. */
	private static final int REMEMBERED = 1000;

	private final String namespace;

	private final ObjLongConsumer<NamespaceWatch> whenIdle;

	private final Timekeeper timekeeper;

	private final List<ResourceInformer<?>> kinds;

	private final EventInformer events;

	private final SharedResult<Optional<String>> ready = new SharedResult<>();

	private final Object lock = new Object();

	private final OwnerGraph ownership = new OwnerGraph();

	private final Map<String, SeldonDeployment> resources = new HashMap<>();

	/**
	 * Uids of resources that are no more, in case one went before its run was told its
	 * uid.
	 */
	private final Set<String> deleted = Collections.newSetFromMap(new BoundedMap<>(REMEMBERED));

	private final UnclaimedEvents unclaimed = new UnclaimedEvents(REMEMBERED);

	private final Set<RunResourceWatch> joined = new HashSet<>();

	/** The runs by the uid of the resource that each created. */
	private final Map<String, RunResourceWatch> bound = new HashMap<>();

	/** The version of the last list of resources. */
	private String listedAt = "";

	private long joins;

	NamespaceWatch(KubernetesClient client, String namespace, ObjLongConsumer<NamespaceWatch> whenIdle,
			Timekeeper timekeeper) {
		this.namespace = namespace;
		this.whenIdle = whenIdle;
		this.timekeeper = timekeeper;
		WatchedKinds watched = new WatchedKinds(client, namespace);
		this.kinds = Stream
			.concat(Stream.of(watched.resources(this::resourceSeen, this::resourceGone, this::resourcesListed)),
					watched.owned(this::seen, this::gone).stream())
			.toList();
		this.events = new EventInformer(client.v1().events().inNamespace(namespace), this::happened, timekeeper);
	}

	void start() {
		CompletableFuture<?>[] all = Stream
			.concat(kinds.stream().map(ResourceInformer::ready), Stream.of(events.ready()))
			.toArray(CompletableFuture<?>[]::new);
		var unused = CompletableFuture.allOf(all).thenRun(() -> ready.complete(requiredTrouble()));
		kinds.forEach(ResourceInformer::start);
		events.start();
	}

	String namespace() {
		return namespace;
	}

	RunResourceWatch join(Run run, LeaseHolder.Hold lease) {
		RunResourceWatch watch = new RunResourceWatch(this, run, lease);
		synchronized (lock) {
			joined.add(watch);
			joins++;
		}
		return watch;
	}

	void bind(RunResourceWatch watch, String uid) {
		synchronized (lock) {
			bound.put(uid, watch);
		}
	}

	void leave(RunResourceWatch watch) {
		boolean idle;
		long joinsSoFar;
		synchronized (lock) {
			joined.remove(watch);
			bound.values().remove(watch);
			idle = joined.isEmpty();
			joinsSoFar = joins;
		}
		if (idle) {
			whenIdle.accept(this, joinsSoFar);
		}
	}

	/**
	 * Whether no run is there, nor was any in the meantime.
	 * @param joinsThen how many runs had joined when it became idle
	 * @return whether it has been idle since then
	 */
	boolean isIdleSince(long joinsThen) {
		synchronized (lock) {
			return joined.isEmpty() && joins == joinsThen;
		}
	}

	boolean isBroken() {
		return kinds.stream().anyMatch(ResourceInformer::isBroken);
	}

	/**
	 * Waits for all watches to be in place.
	 * @return completes with nothing once they are, or with why they never will be;
	 * cancel it to stop waiting
	 */
	CompletableFuture<Optional<String>> ready() {
		return ready.await();
	}

	private Optional<String> requiredTrouble() {
		return kinds.stream()
			.filter(ResourceInformer::isRequired)
			.flatMap(kind -> kind.ready().join().stream())
			.findFirst();
	}

	/**
	 * Tells what cannot be watched although runs can do without it. Call it once the
	 * watches are ready.
	 * @param blind takes each in words for people
	 */
	void tellBlindness(Consumer<String> blind) {
		kinds.stream().filter(kind -> !kind.isRequired()).forEach(kind -> kind.blindness().ifPresent(blind));
		events.ready().join().ifPresent(blind);
	}

	Optional<String> trouble() {
		return kinds.stream().flatMap(kind -> kind.trouble().stream()).findFirst();
	}

	/**
	 * What the watches show of a resource.
	 * @param created the resource as it was when its run was bound to it
	 * @param warnings the latest events of its that are warnings, oldest first
	 * @return what is seen now
	 */
	ObservedResource sight(SeldonDeployment created, List<SeenEvent> warnings) {
		synchronized (lock) {
			GenericKubernetesResource object = ownership.find(created.uid())
				.filter(GenericKubernetesResource.class::isInstance)
				.map(GenericKubernetesResource.class::cast)
				.orElse(null);
			List<HasMetadata> owned = ownership.ownedBy(created.uid());
			return new ObservedResource(state(created, owned, warnings), object, owned);
		}
	}

	private ResourceState state(SeldonDeployment created, List<HasMetadata> owned, List<SeenEvent> warnings) {
		String uid = created.uid();
		List<String> names = owned.stream().map(NamespaceWatch::words).toList();
		SeldonDeployment resource = resources.get(uid);
		if (resource != null) {
			return new ResourceState.Present(resource, deployments(owned), pods(owned), warnings, names);
		}
		if (!deleted.contains(uid) && !isOlderThanList(created.version())) {
			return new ResourceState.NotSeen();
		}
		boolean replaced = resources.values().stream().anyMatch(other -> other.name().equals(created.name()));
		return new ResourceState.Gone(replaced, names);
	}

	// A list that is younger than the resource, but does not have it: it came and went
	// during an interruption. Versions are numbers that rise with each write.
	private boolean isOlderThanList(String version) {
		if (version.isEmpty() || version.length() != listedAt.length()) {
			return !version.isEmpty() && version.length() < listedAt.length();
		}
		return version.compareTo(listedAt) <= 0;
	}

	private static List<OwnedDeployment> deployments(Collection<HasMetadata> owned) {
		return owned.stream()
			.filter(Deployment.class::isInstance)
			.map(Deployment.class::cast)
			.map(OwnedDeployment::of)
			.toList();
	}

	private static List<OwnedPod> pods(Collection<HasMetadata> owned) {
		return owned.stream().filter(Pod.class::isInstance).map(Pod.class::cast).map(OwnedPod::of).toList();
	}

	private static String words(HasMetadata object) {
		return object.getKind() + " " + object.getMetadata().getName();
	}

	private void resourceSeen(GenericKubernetesResource object) {
		String name = object.getMetadata().getName();
		List<RunResourceWatch> replaced;
		synchronized (lock) {
			boolean fresh = resources.put(object.getMetadata().getUid(), SeldonDeployment.of(object)) == null;
			replaced = fresh ? bound.values().stream().filter(watch -> watch.isOf(name)).toList() : List.of();
		}
		seen(object);
		replaced.forEach(RunResourceWatch::changed);
	}

	private void resourceGone(GenericKubernetesResource object) {
		synchronized (lock) {
			resources.remove(object.getMetadata().getUid());
			deleted.add(object.getMetadata().getUid());
		}
		gone(object);
	}

	private void resourcesListed(String version) {
		List<RunResourceWatch> concerned;
		synchronized (lock) {
			listedAt = version;
			concerned = List.copyOf(bound.values());
		}
		concerned.forEach(RunResourceWatch::changed);
	}

	private void seen(HasMetadata object) {
		String uid = object.getMetadata().getUid();
		Optional<RunResourceWatch> concerned;
		boolean leadsOn;
		synchronized (lock) {
			leadsOn = ownership.put(object);
			concerned = concernedBy(uid);
		}
		concerned.ifPresent(RunResourceWatch::changed);
		if (leadsOn) {
			claim(uid);
		}
	}

	private void gone(HasMetadata object) {
		Optional<RunResourceWatch> concerned;
		synchronized (lock) {
			concerned = concernedBy(object.getMetadata().getUid());
			ownership.remove(object.getMetadata().getUid());
		}
		concerned.ifPresent(RunResourceWatch::changed);
	}

	private void happened(Event event) {
		String about = event.getInvolvedObject().getUid();
		if (about == null) {
			// Of a thing that is nobody's, such as a node.
			return;
		}
		synchronized (lock) {
			unclaimed.put(event, timekeeper.now());
		}
		claim(about, false);
	}

	/**
	 * Hands on the events about an object and about all that it owns that arrived before
	 * it was known whose it is.
	 * @param uid the object
	 */
	void claim(String uid) {
		claim(uid, true);
	}

	private void claim(String uid, boolean withOwned) {
		Optional<RunResourceWatch> concerned;
		List<UnclaimedEvents.Unclaimed> claimed;
		synchronized (lock) {
			concerned = concernedBy(uid);
			if (concerned.isEmpty()) {
				return;
			}
			List<String> about = new ArrayList<>(withOwned ? ownership.below(uid) : List.of());
			about.add(uid);
			claimed = unclaimed.take(about);
		}
		RunResourceWatch watch = concerned.get();
		claimed.forEach(each -> watch.happened(each.event(), each.seenAt()));
	}

	private Optional<RunResourceWatch> concernedBy(String uid) {
		return ownership.rootOf(uid, bound::containsKey).map(bound::get);
	}

	@Override
	public void close() {
		events.close();
		kinds.forEach(ResourceInformer::close);
	}

}
