package org.seldonruns.cluster.watch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import io.fabric8.kubernetes.api.model.Event;
import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.ResourceWatch;
import org.seldonruns.cluster.orphan.LeaseHolder;
import org.seldonruns.cluster.timeline.ObservedResource;
import org.seldonruns.cluster.timeline.TimelineRecorder;
import org.seldonruns.run.Run;
import org.seldonruns.seldon.resource.ResourceState;
import org.seldonruns.seldon.resource.SeldonDeployment;

/** What the watches of a namespace show of one run's resource. */
final class RunResourceWatch implements ResourceWatch {

	private final NamespaceWatch watches;

	private final LeaseHolder.Hold lease;

	private final TimelineRecorder sightings;

	private final List<Awaited<?>> awaited = new CopyOnWriteArrayList<>();

	private volatile @Nullable SeldonDeployment bound;

	RunResourceWatch(NamespaceWatch watches, Run run, LeaseHolder.Hold lease) {
		this.watches = watches;
		this.lease = lease;
		this.sightings = new TimelineRecorder(run);
	}

	@Override
	public CompletableFuture<Optional<String>> ready() {
		CompletableFuture<Optional<String>> watching = watches.ready();
		CompletableFuture<Optional<String>> leased = lease.settled();
		CompletableFuture<Optional<String>> both = watching.thenCombine(leased, (trouble, without) -> {
			watches.tellBlindness(sightings::blind);
			without.ifPresent(why -> sightings.blind("No Lease shows that this process lives: " + why));
			return trouble;
		});
		// Whoever gives up waiting leaves both; they outlive the run.
		var unused = both.whenComplete((trouble, thrown) -> {
			watching.cancel(false);
			leased.cancel(false);
		});
		return both;
	}

	@Override
	public @Nullable String trouble() {
		return watches.trouble().orElse(null);
	}

	@Override
	public void bind(SeldonDeployment resource) {
		bound = resource;
		watches.bind(this, resource.uid());
		changed();
		watches.claim(resource.uid());
	}

	/** Whether the run's resource has this name, be it there or not. */
	boolean isOf(String name) {
		SeldonDeployment resource = bound;
		return resource != null && resource.name().equals(name);
	}

	@Override
	public ResourceState state() {
		return sight().state();
	}

	private ObservedResource sight() {
		SeldonDeployment resource = bound;
		return (resource != null) ? watches.sight(resource, sightings.warnings())
				: new ObservedResource(new ResourceState.NotSeen(), null, List.of());
	}

	void changed() {
		ObservedResource sight;
		// The watches of two kinds may tell at once; what is seen later is also filed
		// later.
		synchronized (sightings) {
			sight = sight();
			sightings.saw(sight);
		}
		show(sight.state());
	}

	void happened(Event event, Instant seenAt) {
		boolean warns;
		synchronized (sightings) {
			if (sightings.isAheadOfItsPod(event)) {
				sightings.saw(sight());
			}
			warns = sightings.happened(event, seenAt);
		}
		// Nothing else about an event can change a verdict.
		if (warns) {
			show(state());
		}
	}

	private void show(ResourceState state) {
		awaited.forEach(each -> each.look(state));
	}

	@Override
	public <T> CompletableFuture<T> await(Function<ResourceState, Optional<T>> condition) {
		Awaited<T> waiting = new Awaited<>(condition, new CompletableFuture<>());
		// First among the waiting, then a look: what is seen in between is not missed.
		awaited.add(waiting);
		var unused = waiting.future().whenComplete((value, thrown) -> awaited.remove(waiting));
		waiting.look(state());
		return waiting.future();
	}

	@Override
	public void close() {
		watches.leave(this);
		lease.close();
		awaited.forEach(each -> each.future().cancel(false));
	}

	/**
	 * Something that is waited for.
	 *
	 * @param <T> what comes of it
	 * @param condition looks at a state
	 * @param future completes with what came of it
	 */
	private record Awaited<T>(Function<ResourceState, Optional<T>> condition, CompletableFuture<T> future) {

		void look(ResourceState state) {
			if (future.isDone()) {
				return;
			}
			try {
				condition.apply(state).ifPresent(future::complete);
			}
			catch (RuntimeException ex) {
				// Whoever waits is to know of it; what else is told of the state goes on.
				future.completeExceptionally(ex);
			}
		}

	}

}
