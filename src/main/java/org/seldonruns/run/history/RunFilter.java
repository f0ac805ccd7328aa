package org.seldonruns.run.history;

import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.RunStatus;

/**
 * A filter for runs.
 *
 * @param namespace only runs in this namespace; null for all
 * @param status only runs with this status; null for all
 * @param labels only runs with all of these labels
 */
public record RunFilter(@Nullable String namespace, @Nullable RunStatus status,
		Map<String, String> labels) implements Predicate<RunSnapshot> {

	public RunFilter {
		labels = Map.copyOf(labels);
	}

	/**
	 * Returns the part of the filter that a run matches for all its life or never.
	 * @return the filter for runs of any status
	 */
	RunFilter withoutStatus() {
		return new RunFilter(namespace, null, labels);
	}

	/**
	 * Whether runs of a namespace can match.
	 * @param other the namespace
	 * @return false if the filter is for another one
	 */
	boolean includes(String other) {
		return namespace == null || namespace.equals(other);
	}

	@Override
	public boolean test(RunSnapshot run) {
		return includes(run.request().resource().namespace()) && (status == null || status == run.status())
				&& run.request().labels().entrySet().containsAll(labels.entrySet());
	}

}
