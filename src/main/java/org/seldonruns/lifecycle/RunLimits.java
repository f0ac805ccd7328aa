package org.seldonruns.lifecycle;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

import org.seldonruns.cluster.Cluster;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.run.request.UploadParts;

import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Limits how many runs and dry runs are live, and how much memory their manifests take:
 * of one caller, in one namespace and in total. Safe for use by many threads.
 */
@Component
class RunLimits {

	private final RunSettings settings;

	private final MemorySettings memory;

	private final Set<Admission> admitted = new LinkedHashSet<>();

	RunLimits(RunSettings settings, MemorySettings memory) {
		this.settings = settings;
		this.memory = memory;
	}

	/**
	 * Admits a run.
	 * @param request the request for the run
	 * @param manifestWeight the memory that its parsed manifest takes, in bytes
	 * @return the admission, to be closed when the run is finished
	 * @throws TooManyRunsException if the run would exceed a limit
	 */
	synchronized Admission admit(RunRequest request, long manifestWeight) {
		Admission admission = new Admission(request, request.weight() + manifestWeight + answerWeight(request));
		String caller = request.startedBy();
		if (caller != null) {
			Predicate<Admission> sameCaller = other -> caller.equals(other.request.startedBy());
			requireCapacity(sameCaller, settings.maxPerCaller(), "Caller " + caller, "max-per-caller");
			requireMemory(sameCaller, admission, memory.maxPerCaller(), "caller " + caller, "max-per-caller");
		}
		String namespace = request.resource().namespace();
		Predicate<Admission> sameNamespace = other -> namespace.equals(other.request.resource().namespace());
		requireCapacity(sameNamespace, settings.maxPerNamespace(), "Namespace " + namespace, "max-per-namespace");
		requireMemory(sameNamespace, admission, memory.maxPerNamespace(), "namespace " + namespace,
				"max-per-namespace");
		requireMemory(other -> true, admission, memory.maxTotal(), "the service", "max-total");
		admitted.add(admission);
		return admission;
	}

	/** Returns the memory of an answer that is read whole, to be checked. */
	private static long answerWeight(RunRequest request) {
		UploadParts parts = request.parts();
		return (parts != null && parts.expect() != null) ? Cluster.MAX_ANSWER * 3L : 0;
	}

	private void requireCapacity(Predicate<Admission> which, int limit, String whose, String setting) {
		if (admitted.stream().filter(which).count() >= limit) {
			throw new TooManyRunsException(
					"%s already has %d queued and running runs, which is the limit (seldon-runs.run.%s); wait until one has finished"
						.formatted(whose, limit, setting));
		}
	}

	private void requireMemory(Predicate<Admission> which, Admission next, DataSize limit, String whose,
			String setting) {
		long used = admitted.stream().filter(which).mapToLong(admission -> admission.weight).sum();
		if (used + next.weight > limit.toBytes()) {
			throw new TooManyRunsException(
					"The manifests of the queued and running runs of %s take %d KiB; with this one (%d KiB) they would exceed the limit of %d KiB (seldon-runs.run.memory.%s)"
						.formatted(whose, used / 1024, next.weight / 1024, limit.toKilobytes(), setting));
		}
	}

	private synchronized void release(Admission admission) {
		admitted.remove(admission);
	}

	/** The share of the limits that an admitted run uses. */
	final class Admission implements AutoCloseable {

		private final RunRequest request;

		private final long weight;

		private Admission(RunRequest request, long weight) {
			this.request = request;
			this.weight = weight;
		}

		/** Releases the share; without effect if it is already released. */
		@Override
		public void close() {
			release(this);
		}

	}

}
