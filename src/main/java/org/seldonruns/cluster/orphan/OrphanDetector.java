package org.seldonruns.cluster.orphan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.OrphanedResource;
import org.seldonruns.cluster.informer.ResourceInformer;
import org.seldonruns.cluster.informer.WatchedKinds;
import org.seldonruns.cluster.orphan.LeaseTracker.Owner;
import org.seldonruns.cluster.orphan.RunLabels.Marked;
import org.seldonruns.cluster.timeline.ObjectObservations;
import org.seldonruns.run.Observation;
import org.seldonruns.run.RunId;
import org.seldonruns.time.Timekeeper;

/**
 * Looks in one namespace, or in all, for resources that runs created, and for whether
 * those who play these runs are alive. What is found is told outside of the lock.
 */
final class OrphanDetector implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(OrphanDetector.class);

	private final RunLabels marks;

	private final LeaseClient otherLeases;

	private final Timekeeper timekeeper;

	private final Consumer<OrphanedResource> found;

	private final BiConsumer<RunId, Observation> gone;

	private final ResourceInformer<GenericKubernetesResource> resources;

	private final ResourceInformer<Lease> leases;

	private final Object lock = new Object();

	private final LeaseTracker signs;

	/** What is there and has not been told, by uid. */
	private final Map<String, Marked> untold = new HashMap<>();

	/** The uids of what has been told, and of what is nobody's to look after. */
	private final Set<String> settled = new HashSet<>();

	private Timekeeper.@Nullable Timer next;

	private boolean asking;

	private boolean inPlace;

	/**
	 * A scope.
	 * @param client where to look
	 * @param namespace in which namespace; none means everywhere
	 * @param marks reads what runs created
	 * @param otherLeases asks for those of whom nothing is heard
	 * @param patience for how long somebody may be silent, and still counts as alive
	 * @param timekeeper tells the time
	 * @param found takes what was found
	 * @param gone takes whose resource is no more, and how that is told
	 */
	OrphanDetector(KubernetesClient client, @Nullable String namespace, RunLabels marks, LeaseClient otherLeases,
			Duration patience, Timekeeper timekeeper, Consumer<OrphanedResource> found,
			BiConsumer<RunId, Observation> gone) {
		this.marks = marks;
		this.otherLeases = otherLeases;
		this.timekeeper = timekeeper;
		this.found = found;
		this.gone = gone;
		this.signs = new LeaseTracker(patience, timekeeper);
		var allResources = client.genericKubernetesResources(WatchedKinds.SELDON_DEPLOYMENTS);
		var allLeases = client.leases();
		this.resources = new ResourceInformer<>("SeldonDeployments that runs created", true,
				((namespace != null) ? allResources.inNamespace(namespace) : allResources.inAnyNamespace())
					.withLabel(RunLabels.RUN),
				this::seen, this::isGone, version -> lookAnew());
		this.leases = new ResourceInformer<>("Leases", true,
				((namespace != null) ? allLeases.inNamespace(namespace) : allLeases.inAnyNamespace())
					.withLabel(RunLabels.INSTANCE),
				this::leaseSeen, this::leaseGone, version -> lookAnew());
	}

	void start() {
		var unused = ready().thenAccept(trouble -> {
			if (trouble.isEmpty()) {
				begin();
			}
		});
		leases.start();
		resources.start();
	}

	// What sees only half of it is closed, and tells nothing before.
	private void begin() {
		synchronized (lock) {
			inPlace = true;
		}
		look();
	}

	/**
	 * Waits for the watches to be in place.
	 * @return completes with nothing once they are, or with why they never will be
	 */
	CompletableFuture<Optional<String>> ready() {
		return resources.ready()
			.thenCombine(leases.ready(), (one, other) -> Stream.of(one, other).flatMap(Optional::stream).findFirst());
	}

	private void seen(GenericKubernetesResource object) {
		String uid = object.getMetadata().getUid();
		synchronized (lock) {
			if (settled.contains(uid)) {
				return;
			}
			marks.read(object).ifPresentOrElse(marked -> untold.put(uid, marked), () -> settled.add(uid));
		}
		look();
	}

	private void isGone(GenericKubernetesResource object) {
		synchronized (lock) {
			untold.remove(object.getMetadata().getUid());
			settled.remove(object.getMetadata().getUid());
		}
		marks.read(object).ifPresent(marked -> {
			ObjectObservations findings = new ObjectObservations(object.getKind(), object.getMetadata().getName(),
					object.getMetadata().getUid());
			findings.gone();
			findings.take().forEach(observation -> gone.accept(marked.leftover().run(), observation));
		});
	}

	private void leaseSeen(Lease lease) {
		synchronized (lock) {
			signs.saw(lease);
		}
		look();
	}

	private void leaseGone(Lease lease) {
		synchronized (lock) {
			signs.gone(lease);
		}
	}

	// After an interruption, during which nobody could be seen to live.
	private void lookAnew() {
		synchronized (lock) {
			signs.restart();
		}
		look();
	}

	private void look() {
		List<OrphanedResource> abandoned = new ArrayList<>();
		List<Owner> silent = List.of();
		List<Lease> ended;
		synchronized (lock) {
			if (!inPlace) {
				return;
			}
			untold.values()
				.stream()
				.filter(marked -> !marked.leftover().own())
				.map(OrphanDetector::ownerOf)
				.forEach(signs::expect);
			if (isInterrupted()) {
				signs.restart();
			}
			untold.values().removeIf(marked -> {
				boolean tells = isLeft(marked);
				if (tells) {
					abandoned.add(marked.leftover());
					settled.add(marked.leftover().resource().uid());
				}
				return tells;
			});
			ended = signs.takeLeasesOfTheDead();
			if (!asking) {
				silent = signs.silent();
				asking = !silent.isEmpty();
			}
			arm();
		}
		abandoned.forEach(found);
		ended.forEach(otherLeases::deleteInBackground);
		if (!silent.isEmpty()) {
			List<Owner> asked = silent;
			Thread.ofVirtual().name("leases").start(() -> ask(asked));
		}
	}

	private void ask(List<Owner> silent) {
		try {
			silent.forEach(this::ask);
		}
		catch (RuntimeException ex) {
			log.error("Whether other instances are alive is unknown", ex);
			synchronized (lock) {
				signs.restart();
			}
		}
		finally {
			synchronized (lock) {
				asking = false;
			}
		}
		look();
	}

	private void ask(Owner owner) {
		ApiResponse<Lease> answer = otherLeases.get(owner);
		synchronized (lock) {
			switch (answer) {
				case ApiResponse.Accepted<Lease>(Lease lease, var warnings) -> {
					signs.missed(owner);
					signs.saw(lease);
				}
				case ApiResponse.Refused<Lease> refused when refused.code() == 404 -> signs.missed(owner);
				case ApiResponse.Refused<Lease> refused -> signs.restart();
				case ApiResponse.Unavailable<Lease> unavailable -> signs.restart();
			}
		}
	}

	/**
	 * Tells whether nothing is there that may have to be looked after later.
	 * @return true if each resource seen so far is settled
	 */
	boolean isSettled() {
		synchronized (lock) {
			return untold.isEmpty();
		}
	}

	/** Whether silence means nothing: a watch that is interrupted hears nobody. */
	private boolean isInterrupted() {
		return resources.trouble().isPresent() || leases.trouble().isPresent();
	}

	private boolean isLeft(Marked marked) {
		if (marked.leftover().own()) {
			return true;
		}
		boolean silent = signs.isDead(ownerOf(marked));
		boolean showsItself = marked.mark().leased() || marked.leftover().kept() != null;
		return silent && (showsItself || !timekeeper.now().isBefore(marked.mark().deadline()));
	}

	private static Owner ownerOf(Marked marked) {
		return new Owner(marked.leftover().request().resource().namespace(), marked.mark().instance());
	}

	private void arm() {
		if (next != null) {
			next.cancel();
			next = null;
		}
		Stream<Duration> deadlines = untold.values()
			.stream()
			.filter(marked -> signs.isDead(ownerOf(marked)))
			.map(marked -> Duration.between(timekeeper.now(), marked.mark().deadline()));
		Stream.concat(deadlines, asking ? Stream.empty() : signs.next().stream())
			.min(Duration::compareTo)
			.ifPresent(wait -> next = timekeeper.after(wait, this::look));
	}

	@Override
	public void close() {
		resources.close();
		leases.close();
		synchronized (lock) {
			if (next != null) {
				next.cancel();
			}
		}
	}

}
