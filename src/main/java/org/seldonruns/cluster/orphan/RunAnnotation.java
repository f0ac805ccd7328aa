package org.seldonruns.cluster.orphan;

import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.AnnotationLimits;
import org.seldonruns.cluster.client.InstanceId;
import org.seldonruns.run.StepName;
import org.seldonruns.run.request.ResourceName;
import org.seldonruns.run.request.RunParameters;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.run.RunSnapshot;

/**
 * The annotation of a resource that describes its run, as JSON.
 *
 * @param instance the id of the process that executes it
 * @param leased whether that process holds a Lease; without one it counts as alive until
 * the deadline
 * @param createdAt the time of the upload
 * @param deadline the latest time at which the run finishes
 * @param labels the labels of the caller
 * @param startedBy the caller; null if callers are not authenticated
 */
record RunAnnotation(String run, String instance, boolean leased, Instant createdAt, Instant deadline,
		RunParameters parameters, Map<String, String> labels, @Nullable String startedBy) {

	/** Valid in the name of a Lease, the value of a label and a segment of a path. */
	private static final Pattern INSTANCE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

	/** Validates the annotation, since others may have edited the resource. */
	RunAnnotation {
		if (!INSTANCE.matcher(instance).matches()) {
			throw new IllegalArgumentException("the instance must be a DNS label");
		}
		AnnotationLimits.require(createdAt);
		AnnotationLimits.require(deadline);
		AnnotationLimits.require(parameters.timeout());
		AnnotationLimits.require(parameters.deleteTimeout());
		AnnotationLimits.require(parameters.keepOnFailure());
		labels = (labels != null) ? labels : Map.of();
	}

	static RunAnnotation of(RunSnapshot run, InstanceId instance, boolean leased) {
		RunRequest request = run.request();
		return new RunAnnotation(run.id().toString(), instance.id(), leased, run.createdAt(),
				deadline(run.createdAt().plus(run.age()), request.parameters()), request.parameters(), request.labels(),
				request.startedBy());
	}

	// No step lasts longer than its timeout.
	private static Instant deadline(Instant now, RunParameters parameters) {
		return now.plus(parameters.timeout().multipliedBy(StepName.of(parameters).size() - 1L))
			.plus(parameters.deleteTimeout());
	}

	RunRequest request(ResourceName resource) {
		return new RunRequest(resource, parameters, labels, startedBy, null, null);
	}

}
