package org.seldonruns.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.seldonruns.run.ResourceName;
import org.seldonruns.run.RunParameters;
import org.seldonruns.run.RunRequest;
import org.seldonruns.run.RunSnapshot;

/**
 * What a resource says of its run, as JSON in an annotation.
 *
 * @param run names the run
 * @param instance names the process that plays it
 * @param leased whether a Lease shows that this process lives; where none does, it counts
 * as alive until the deadline
 * @param createdAt when the run was asked for
 * @param deadline when the run is over at the latest
 * @param parameters how it is played
 * @param labels the caller's own marks
 * @param startedBy who asked for it; none where callers are not known
 */
record Mark(String run, String instance, boolean leased, Instant createdAt, Instant deadline, RunParameters parameters,
		Map<String, String> labels, @Nullable String startedBy) {

	Mark {
		labels = (labels != null) ? labels : Map.of();
	}

	static Mark of(RunSnapshot run, Instance instance, boolean leased) {
		RunRequest request = run.request();
		return new Mark(run.id().toString(), instance.id(), leased, run.createdAt(),
				deadline(run.createdAt().plus(run.age()), request.parameters()), request.parameters(), request.labels(),
				request.startedBy());
	}

	// No step lasts longer than its own time.
	private static Instant deadline(Instant now, RunParameters parameters) {
		Duration longest = parameters.timeout().multipliedBy(4).plus(parameters.deleteTimeout());
		return now.plus(longest);
	}

	RunRequest request(ResourceName resource) {
		return new RunRequest(resource, parameters, labels, startedBy, null, null);
	}

}
