package org.seldonruns.cluster;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import org.seldonruns.run.Run;
import org.seldonruns.seldon.OwnedDeployment;
import org.seldonruns.seldon.OwnedPod;
import org.seldonruns.seldon.ResourceState;
import org.seldonruns.seldon.SeldonDeployment;
import org.seldonruns.time.Timekeeper;

/**
 * The shared watches of one namespace, and what they show. What is seen is filed under a
 * lock and told to the runs outside of it.
 */
final class NamespaceWatch implements AutoCloseable {

	/** The label whose presence marks all that the operator makes. */
	private static final String OPERATOR_MADE = "seldon-deployment-id";

	private static final ResourceDefinitionContext SELDON_DEPLOYMENTS = new ResourceDefinitionContext.Builder()
		.withGroup("machinelearning.seldon.io")
		.withVersion("v1")
		.withKind("SeldonDeployment")
		.withPlural("seldondeployments")
		.withNamespaced(true)
		.build();

	private final String namespace;

	private final Consumer<NamespaceWatch> whenIdle;

	private final List<KindWatch<?>> kinds;

	private final EventWatch events;

	private final Object lock = new Object();

	private final Ownership ownership = new Ownership();

	private final Map<String, SeldonDeployment> resources = new HashMap<>();

	/**
	 * Uids of resources that are no more, in case one went before its run was told its
	 * uid.
	 */
	private final Recent<Boolean> deleted = new Recent<>();

	/** Events that arrived before the objects that lead to a run. */
	private final Recent<Event> unclaimed = new Recent<>();

	private final Set<RunWatch> joined = new LinkedHashSet<>();

	NamespaceWatch(KubernetesClient client, String namespace, Consumer<NamespaceWatch> whenIdle,
			Timekeeper timekeeper) {
		this.namespace = namespace;
		this.whenIdle = whenIdle;
		this.kinds = List.of(
				new KindWatch<>("SeldonDeployments", true,
						client.genericKubernetesResources(SELDON_DEPLOYMENTS).inNamespace(namespace),
						this::resourceSeen, this::resourceGone),
				new KindWatch<>("Deployments", true,
						client.apps().deployments().inNamespace(namespace).withLabel(OPERATOR_MADE), this::seen,
						this::gone),
				new KindWatch<>("ReplicaSets", false,
						client.apps().replicaSets().inNamespace(namespace).withLabel(OPERATOR_MADE), this::seen,
						this::gone),
				new KindWatch<>("Pods", false, client.pods().inNamespace(namespace).withLabel(OPERATOR_MADE),
						this::seen, this::gone));
		this.events = new EventWatch(client.v1().events().inNamespace(namespace), this::happened, timekeeper);
	}

	void start() {
		kinds.forEach(KindWatch::start);
		events.start();
	}

	String namespace() {
		return namespace;
	}

	RunWatch join(Run run) {
		RunWatch watch = new RunWatch(this, run);
		synchronized (lock) {
			joined.add(watch);
		}
		return watch;
	}

	void leave(RunWatch watch) {
		synchronized (lock) {
			joined.remove(watch);
		}
		if (isIdle()) {
			whenIdle.accept(this);
		}
	}

	boolean isIdle() {
		synchronized (lock) {
			return joined.isEmpty();
		}
	}

	boolean isBroken() {
		return kinds.stream().anyMatch(KindWatch::isBroken);
	}

	/**
	 * Waits for all watches to be in place.
	 * @param blind is told what cannot be watched, though runs can do without it
	 * @return completes with nothing once they are, or with why they never will be
	 */
	CompletableFuture<Optional<String>> ready(Consumer<String> blind) {
		CompletableFuture<?>[] all = Stream.concat(kinds.stream().map(KindWatch::ready), Stream.of(events.ready()))
			.toArray(CompletableFuture<?>[]::new);
		return CompletableFuture.allOf(all).thenApply(nothing -> {
			kinds.stream().filter(kind -> !kind.isRequired()).forEach(kind -> kind.ready().join().ifPresent(blind));
			events.ready().join().ifPresent(blind);
			return kinds.stream()
				.filter(KindWatch::isRequired)
				.flatMap(kind -> kind.ready().join().stream())
				.findFirst();
		});
	}

	Optional<String> trouble() {
		return kinds.stream().flatMap(kind -> kind.trouble().stream()).findFirst();
	}

	/**
	 * What the watches show of a resource.
	 * @param uid its uid
	 * @param name its name
	 * @return the state
	 */
	ResourceState state(String uid, String name) {
		synchronized (lock) {
			List<HasMetadata> owned = ownership.ownedBy(uid);
			List<String> names = owned.stream().map(NamespaceWatch::words).toList();
			SeldonDeployment resource = resources.get(uid);
			if (resource != null) {
				return new ResourceState.Present(resource, deployments(owned), pods(owned), List.of(), names);
			}
			if (!deleted.contains(uid)) {
				return new ResourceState.NotSeen();
			}
			boolean replaced = resources.values().stream().anyMatch(other -> other.name().equals(name));
			return new ResourceState.Gone(replaced, names);
		}
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
		synchronized (lock) {
			resources.put(object.getMetadata().getUid(), SeldonDeployment.of(object));
		}
		seen(object);
	}

	private void resourceGone(GenericKubernetesResource object) {
		synchronized (lock) {
			resources.remove(object.getMetadata().getUid());
			deleted.put(object.getMetadata().getUid(), true);
		}
		gone(object);
	}

	private void seen(HasMetadata object) {
		List<RunWatch> concerned;
		synchronized (lock) {
			ownership.put(object);
			concerned = concernedBy(object.getMetadata().getUid());
		}
		tell(concerned);
	}

	private void gone(HasMetadata object) {
		List<RunWatch> concerned;
		synchronized (lock) {
			concerned = concernedBy(object.getMetadata().getUid());
			ownership.remove(object.getMetadata().getUid());
		}
		tell(concerned);
	}

	private void tell(List<RunWatch> concerned) {
		concerned.forEach(RunWatch::changed);
		claim();
	}

	private void happened(Event event) {
		synchronized (lock) {
			unclaimed.put(event.getMetadata().getUid(), event);
		}
		claim();
	}

	/** Hands each event on to the run whose resource its object is, or belongs to. */
	void claim() {
		Map<Event, List<RunWatch>> claimed = new HashMap<>();
		synchronized (lock) {
			unclaimed.takeIf(event -> {
				List<RunWatch> concerned = concernedBy(event.getInvolvedObject().getUid());
				if (!concerned.isEmpty()) {
					claimed.put(event, concerned);
				}
				return !concerned.isEmpty();
			});
		}
		claimed.forEach((event, concerned) -> concerned.forEach(watch -> watch.happened(event)));
	}

	private List<RunWatch> concernedBy(String uid) {
		return ownership.rootOf(uid, root -> joined.stream().anyMatch(watch -> watch.isBoundTo(root)))
			.map(root -> joined.stream().filter(watch -> watch.isBoundTo(root)).toList())
			.orElse(List.of());
	}

	@Override
	public void close() {
		events.close();
		kinds.forEach(KindWatch::close);
	}

}
