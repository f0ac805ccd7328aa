package org.seldonruns.cluster.orphan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.RecoverableResource;
import org.seldonruns.cluster.informer.InformerFactory;
import org.seldonruns.cluster.informer.ResourceInformer;
import org.seldonruns.cluster.orphan.LeaseTracker.Owner;
import org.seldonruns.cluster.timeline.ObservationBuffer;
import org.seldonruns.run.Observation;
import org.seldonruns.run.RunId;
import org.seldonruns.time.Timekeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one namespace, or all, for resources that runs created and for the Leases of
 * their processes, and reports the orphans. Safe for use by many threads; reports are
 * made outside of the lock.
 */
final class OrphanDetector implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(OrphanDetector.class);

	private final RunMetadata labels;

	private final LeaseClient leaseClient;

	private final Timekeeper timekeeper;

	private final Consumer<RecoverableResource> found;

	private final BiConsumer<RunId, Observation> gone;

	private final ResourceInformer<GenericKubernetesResource> resources;

	private final ResourceInformer<Lease> leases;

	private final LeaseTracker tracker;

	private final OrphanCandidates candidates;

	private Timekeeper.@Nullable Timer next;

	private boolean requesting;

	private boolean started;

	/**
	 * Creates a detector that does not watch yet.
	 * @param namespace the namespace to watch; null means all
	 * @param patience the time without a renewal after which a process counts as dead
	 * @param found receives each orphan once
	 * @param gone receives the deletion of each resource of a run
	 */
	OrphanDetector(KubernetesClient client, @Nullable String namespace, RunMetadata labels, LeaseClient leaseClient,
			Duration patience, Timekeeper timekeeper, Consumer<RecoverableResource> found,
			BiConsumer<RunId, Observation> gone) {
		this.labels = labels;
		this.leaseClient = leaseClient;
		this.timekeeper = timekeeper;
		this.found = found;
		this.gone = gone;
		this.tracker = new LeaseTracker(patience, timekeeper);
		this.candidates = new OrphanCandidates(tracker, timekeeper);
		var allResources = client.genericKubernetesResources(InformerFactory.SELDON_DEPLOYMENTS);
		var allLeases = client.leases();
		this.resources = new ResourceInformer<>("SeldonDeployments that runs created", true,
				((namespace != null) ? allResources.inNamespace(namespace) : allResources.inAnyNamespace())
					.withLabel(RunMetadata.RUN),
				this::added, this::removed, version -> detectAnew());
		this.leases = new ResourceInformer<>("Leases", true,
				((namespace != null) ? allLeases.inNamespace(namespace) : allLeases.inAnyNamespace())
					.withLabel(RunMetadata.INSTANCE),
				this::leaseChanged, this::leaseRemoved, version -> detectAnew());
	}

	void start() {
		// Decisions need both the resources and the Leases.
		var unused = ready().thenAccept(startError -> {
			if (startError.isEmpty()) {
				synchronized (this) {
					started = true;
				}
				detect();
			}
		});
		leases.start();
		resources.start();
	}

	/**
	 * Completes with nothing once both informers have started, or with the reason why
	 * they cannot.
	 */
	CompletableFuture<Optional<String>> ready() {
		return resources.ready()
			.thenCombine(leases.ready(), (one, other) -> Stream.of(one, other).flatMap(Optional::stream).findFirst());
	}

	private void added(GenericKubernetesResource object) {
		String uid = object.getMetadata().getUid();
		synchronized (this) {
			if (candidates.isSettled(uid)) {
				return;
			}
			candidates.add(uid, labels.read(object));
		}
		detect();
	}

	private void removed(GenericKubernetesResource object) {
		synchronized (this) {
			candidates.remove(object.getMetadata().getUid());
		}
		labels.read(object).ifPresent(candidate -> {
			ObservationBuffer observations = new ObservationBuffer(object.getKind(), object.getMetadata().getName(),
					object.getMetadata().getUid());
			observations.recordGone();
			observations.take().forEach(observation -> gone.accept(candidate.resource().run(), observation));
		});
	}

	private void leaseChanged(Lease lease) {
		synchronized (this) {
			tracker.saw(lease);
		}
		detect();
	}

	private synchronized void leaseRemoved(Lease lease) {
		tracker.gone(lease);
	}

	// During the interruption no renewal could be observed.
	private void detectAnew() {
		synchronized (this) {
			tracker.restart();
		}
		detect();
	}

	private void detect() {
		List<RecoverableResource> orphans;
		List<Owner> silent;
		List<Lease> ended;
		synchronized (this) {
			if (!started) {
				return;
			}
			candidates.expectOwners();
			if (isInterrupted()) {
				tracker.restart();
			}
			orphans = candidates.takeOrphans();
			ended = tracker.takeLeasesOfTheDead();
			silent = requesting ? List.of() : tracker.silent();
			requesting = requesting || !silent.isEmpty();
			schedule();
		}
		orphans.forEach(found);
		ended.forEach(lease -> Thread.ofVirtual().name("leases").start(() -> leaseClient.delete(lease)));
		if (!silent.isEmpty()) {
			Thread.ofVirtual().name("leases").start(() -> checkLeases(silent));
		}
	}

	private void checkLeases(List<Owner> silent) {
		try {
			silent.forEach(this::checkLease);
		}
		catch (RuntimeException ex) {
			log.error("Failed to check the Leases of other instances; checking again later", ex);
			synchronized (this) {
				tracker.restart();
			}
		}
		finally {
			synchronized (this) {
				requesting = false;
			}
		}
		detect();
	}

	private void checkLease(Owner owner) {
		ApiResponse<Lease> response = leaseClient.get(owner);
		synchronized (this) {
			switch (response) {
				case ApiResponse.Accepted<Lease>(Lease lease, var warnings) -> {
					tracker.missed(owner);
					tracker.saw(lease);
				}
				case ApiResponse.Rejected<Lease> rejected when rejected.code() == 404 -> tracker.missed(owner);
				case ApiResponse.Rejected<Lease> rejected -> tracker.restart();
				case ApiResponse.Unavailable<Lease> unavailable -> tracker.restart();
			}
		}
	}

	/** Returns whether no observed resource may become an orphan later. */
	synchronized boolean isSettled() {
		return candidates.isEmpty();
	}

	// An interrupted watch does not show renewals.
	private boolean isInterrupted() {
		return resources.currentError().isPresent() || leases.currentError().isPresent();
	}

	long countInterrupted() {
		return Stream.of(resources, leases).filter(ResourceInformer::isInterrupted).count();
	}

	private void schedule() {
		if (next != null) {
			next.cancel();
			next = null;
		}
		Stream.concat(candidates.untilNextDeadline().stream(), requesting ? Stream.empty() : tracker.next().stream())
			.min(Duration::compareTo)
			.ifPresent(wait -> next = timekeeper.after(wait, this::detect));
	}

	@Override
	public void close() {
		resources.close();
		leases.close();
		synchronized (this) {
			if (next != null) {
				next.cancel();
			}
		}
	}

}
