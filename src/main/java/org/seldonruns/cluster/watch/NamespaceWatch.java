package org.seldonruns.cluster.watch;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.seldonruns.cluster.informer.EventInformer;
import org.seldonruns.cluster.informer.InformerFactory;
import org.seldonruns.cluster.informer.ResourceInformer;
import org.seldonruns.cluster.orphan.LeaseHolder;
import org.seldonruns.cluster.timeline.ObservedResource;
import org.seldonruns.run.Run;
import org.seldonruns.seldon.resource.SeenEvent;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.time.Timekeeper;

/**
 * Passes each change in one namespace to the run that it concerns. Changes are stored
 * under a lock; runs are notified outside of it. Safe for use by many threads.
 */
final class NamespaceWatch implements AutoCloseable {

	private final String namespace;

	private final ObjLongConsumer<NamespaceWatch> whenIdle;

	private final Timekeeper timekeeper;

	private final NamespaceInformers informers;

	private final NamespaceObjects objects = new NamespaceObjects();

	private final Set<RunResourceWatch> joined = new HashSet<>();

	/** The runs by the uid of the resource that each created. */
	private final Map<String, RunResourceWatch> bound = new HashMap<>();

	private long joins;

	NamespaceWatch(KubernetesClient client, String namespace, ObjLongConsumer<NamespaceWatch> whenIdle,
			Timekeeper timekeeper) {
		this.namespace = namespace;
		this.whenIdle = whenIdle;
		this.timekeeper = timekeeper;
		InformerFactory watched = new InformerFactory(client, namespace);
		List<ResourceInformer<?>> kinds = Stream
			.concat(Stream.of(watched.resources(this::resourceSeen, this::resourceGone, this::resourcesListed)),
					watched.owned(this::seen, this::gone).stream())
			.toList();
		this.informers = new NamespaceInformers(kinds,
				new EventInformer(namespace, client.v1().events().inNamespace(namespace), this::happened, timekeeper));
	}

	String namespace() {
		return namespace;
	}

	NamespaceInformers informers() {
		return informers;
	}

	RunResourceWatch join(Run run, LeaseHolder.Hold lease) {
		RunResourceWatch watch = new RunResourceWatch(this, run, lease);
		synchronized (this) {
			joined.add(watch);
			joins++;
		}
		return watch;
	}

	synchronized void bind(RunResourceWatch watch, String uid) {
		bound.put(uid, watch);
	}

	void leave(RunResourceWatch watch) {
		boolean idle;
		long joinsSoFar;
		synchronized (this) {
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
	 * Returns whether the watch is idle and no run has joined since {@code joinsThen}.
	 */
	synchronized boolean isIdleSince(long joinsThen) {
		return joined.isEmpty() && joins == joinsThen;
	}

	synchronized ObservedResource observe(SeldonDeployment created, List<SeenEvent> warnings) {
		return objects.observe(created, warnings);
	}

	private void resourceSeen(GenericKubernetesResource object) {
		String name = object.getMetadata().getName();
		List<RunResourceWatch> replaced;
		synchronized (this) {
			boolean fresh = objects.putResource(object);
			replaced = fresh ? bound.values().stream().filter(watch -> watch.isOf(name)).toList() : List.of();
		}
		seen(object);
		replaced.forEach(RunResourceWatch::changed);
	}

	private void resourceGone(GenericKubernetesResource object) {
		synchronized (this) {
			objects.removeResource(object.getMetadata().getUid());
		}
		gone(object);
	}

	private void resourcesListed(String version) {
		List<RunResourceWatch> concerned;
		synchronized (this) {
			objects.setListVersion(version);
			concerned = List.copyOf(bound.values());
		}
		concerned.forEach(RunResourceWatch::changed);
	}

	private void seen(HasMetadata object) {
		String uid = object.getMetadata().getUid();
		Optional<RunResourceWatch> concerned;
		boolean connects;
		synchronized (this) {
			connects = objects.put(object);
			concerned = concernedBy(uid);
		}
		concerned.ifPresent(RunResourceWatch::changed);
		if (connects) {
			claim(uid, true);
		}
	}

	private void gone(HasMetadata object) {
		Optional<RunResourceWatch> concerned;
		synchronized (this) {
			concerned = concernedBy(object.getMetadata().getUid());
			objects.remove(object.getMetadata().getUid());
		}
		concerned.ifPresent(RunResourceWatch::changed);
	}

	private void happened(Event event) {
		String about = event.getInvolvedObject().getUid();
		if (about == null) {
			// About an object without a uid, such as a node.
			return;
		}
		synchronized (this) {
			objects.putEvent(event, timekeeper.now());
		}
		claim(about, false);
	}

	/**
	 * Passes on Events that arrived before their run was known, about an object and
	 * possibly those that it owns.
	 */
	void claim(String uid, boolean withOwned) {
		Optional<RunResourceWatch> concerned;
		List<UnclaimedEvents.Unclaimed> claimed;
		synchronized (this) {
			concerned = concernedBy(uid);
			if (concerned.isEmpty()) {
				return;
			}
			claimed = objects.takeEvents(uid, withOwned);
		}
		RunResourceWatch watch = concerned.get();
		claimed.forEach(each -> watch.recordEvent(each.event(), each.seenAt()));
	}

	private Optional<RunResourceWatch> concernedBy(String uid) {
		return objects.rootOf(uid, bound::containsKey).map(bound::get);
	}

	@Override
	public void close() {
		informers.close();
	}

}
