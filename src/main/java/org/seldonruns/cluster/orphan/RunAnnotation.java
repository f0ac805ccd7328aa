package org.seldonruns.cluster.orphan;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.AnnotationLimits;
import org.seldonruns.cluster.client.InstanceId;
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
record RunAnnotation(String run, String instance, boolean leased, Instant createdAt, Instant deadline,
		RunParameters parameters, Map<String, String> labels, @Nullable String startedBy) {

	/** What a Lease's name, a label's value and one segment of a path can hold. */
	private static final Pattern INSTANCE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

	/**
	 * Validates the record, which anybody who may edit the resource may have edited.
	 * @throws IllegalArgumentException if a value is invalid
	 */
	RunAnnotation {
		if (!INSTANCE.matcher(instance).matches()) {
			throw new IllegalArgumentException("the instance must be a DNS label");
		}
		AnnotationLimits.require(createdAt);
		AnnotationLimits.require(deadline);
		AnnotationLimits.require(parameters.timeout());
		AnnotationLimits.require(parameters.deleteTimeout());
		if (parameters.keepOnFailure() != null) {
			AnnotationLimits.require(parameters.keepOnFailure());
		}
		labels = (labels != null) ? labels : Map.of();
	}

	static RunAnnotation of(RunSnapshot run, InstanceId instance, boolean leased) {
		RunRequest request = run.request();
		return new RunAnnotation(run.id().toString(), instance.id(), leased, run.createdAt(),
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
