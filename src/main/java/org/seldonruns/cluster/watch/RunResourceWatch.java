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
import org.seldonruns.seldon.resource.ObservedState;
import org.seldonruns.seldon.resource.SeldonDeployment;

/** Shows one run the state of its resource. Safe for use by many threads. */
final class RunResourceWatch implements ResourceWatch {

	private final NamespaceWatch namespaceWatch;

	private final LeaseHolder.Hold lease;

	private final TimelineRecorder recorder;

	private final List<Awaited<?>> awaited = new CopyOnWriteArrayList<>();

	private volatile @Nullable SeldonDeployment bound;

	RunResourceWatch(NamespaceWatch namespaceWatch, Run run, LeaseHolder.Hold lease) {
		this.namespaceWatch = namespaceWatch;
		this.lease = lease;
		this.recorder = new TimelineRecorder(run);
	}

	@Override
	public CompletableFuture<Optional<String>> ready() {
		CompletableFuture<Optional<String>> watching = namespaceWatch.informers().ready();
		CompletableFuture<Optional<String>> leased = lease.settled();
		CompletableFuture<Optional<String>> both = watching.thenCombine(leased, (startError, leaseRejection) -> {
			namespaceWatch.informers().reportMissing(recorder::recordWatchFailure);
			leaseRejection.ifPresent(recorder::recordLeaseRejection);
			return startError;
		});
		// The informers and the Lease live longer than the run, so the futures that wait
		// for them are cancelled with this one.
		var unused = both.whenComplete((startError, thrown) -> {
			watching.cancel(false);
			leased.cancel(false);
		});
		return both;
	}

	@Override
	public @Nullable String currentError() {
		return namespaceWatch.informers().currentError().orElse(null);
	}

	@Override
	public void bind(SeldonDeployment resource) {
		bound = resource;
		namespaceWatch.bind(this, resource.uid());
		changed();
		namespaceWatch.claim(resource.uid(), true);
	}

	/** Returns whether the run's resource has this name, even if it was deleted. */
	boolean isOf(String name) {
		SeldonDeployment resource = bound;
		return resource != null && resource.name().equals(name);
	}

	@Override
	public ObservedState state() {
		return observed().state();
	}

	private ObservedResource observed() {
		SeldonDeployment resource = bound;
		return (resource != null) ? namespaceWatch.observe(resource, recorder.warnings())
				: new ObservedResource(new ObservedState.NotSeen(), null, List.of());
	}

	void changed() {
		ObservedResource observed;
		// Informers of two kinds may call this method at the same time. The lock makes
		// sure that a state is recorded before the next one is read.
		synchronized (recorder) {
			observed = observed();
			recorder.record(observed);
		}
		checkAll(observed.state());
	}

	void recordEvent(Event event, Instant seenAt) {
		boolean warns;
		synchronized (recorder) {
			if (recorder.isAheadOfItsPod(event)) {
				recorder.record(observed());
			}
			warns = recorder.recordEvent(event, seenAt);
		}
		// Only Events of type Warning can change the result of a readiness check.
		if (warns) {
			checkAll(state());
		}
	}

	private void checkAll(ObservedState state) {
		awaited.forEach(each -> each.check(state));
	}

	@Override
	public <T> CompletableFuture<T> await(Function<ObservedState, Optional<T>> condition) {
		Awaited<T> waiting = new Awaited<>(condition, new CompletableFuture<>());
		// Registered before the first check, so that no change in between is missed.
		awaited.add(waiting);
		var unused = waiting.future().whenComplete((value, thrown) -> awaited.remove(waiting));
		waiting.check(state());
		return waiting.future();
	}

	@Override
	public void close() {
		namespaceWatch.leave(this);
		lease.close();
		awaited.forEach(each -> each.future().cancel(false));
	}

	private record Awaited<T>(Function<ObservedState, Optional<T>> condition, CompletableFuture<T> future) {

		void check(ObservedState state) {
			if (future.isDone()) {
				return;
			}
			try {
				condition.apply(state).ifPresent(future::complete);
			}
			catch (RuntimeException ex) {
				// Only this wait fails; the others still receive the state.
				future.completeExceptionally(ex);
			}
		}

	}

}
