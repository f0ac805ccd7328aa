package org.seldonruns.cluster.orphan;

import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.AnnotationRanges;
import org.seldonruns.cluster.client.InstanceId;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.StepName;
import org.seldonruns.run.request.ResourceName;
import org.seldonruns.run.request.RunParameters;
import org.seldonruns.run.request.RunRequest;

/**
 * The annotation of a resource that describes its run, as JSON.
 *
 * @param instance the id of the process that executes it
 * @param leased whether that process held a Lease when it created the resource; without a
 * Lease the process counts as alive until {@code deadline}
 * @param createdAt the time at which the service accepted the request
 * @param deadline the time after which the run must have ended, from the timeouts of all
 * its steps
 * @param labels the labels that the caller set on the run
 * @param startedBy the caller; null if callers are not authenticated
 */
record RunAnnotation(String run, String instance, boolean leased, Instant createdAt, Instant deadline,
		RunParameters parameters, Map<String, String> labels, @Nullable String startedBy) {

	/**
	 * The id of an instance is a DNS label (RFC 1123), because it is part of the name of
	 * a Lease, of a label value and of a URL path.
	 */
	private static final Pattern INSTANCE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

	/** Validates the annotation, since others may have edited the resource. */
	RunAnnotation {
		if (!INSTANCE.matcher(instance).matches()) {
			throw new IllegalArgumentException("the instance must be a DNS label");
		}
		AnnotationRanges.require(createdAt);
		AnnotationRanges.require(deadline);
		AnnotationRanges.require(parameters.timeout());
		AnnotationRanges.require(parameters.deleteTimeout());
		AnnotationRanges.require(parameters.keepOnFailure());
		labels = (labels != null) ? labels : Map.of();
	}

	static RunAnnotation of(RunSnapshot run, InstanceId instance, boolean leased) {
		RunRequest request = run.request();
		return new RunAnnotation(run.id().toString(), instance.id(), leased, run.createdAt(),
				deadline(run.createdAt().plus(run.age()), request.parameters()), request.parameters(), request.labels(),
				request.startedBy());
	}

	// Each step before DELETE ends within the timeout, DELETE within the deleteTimeout.
	private static Instant deadline(Instant now, RunParameters parameters) {
		return now.plus(parameters.timeout().multipliedBy(StepName.of(parameters).size() - 1L))
			.plus(parameters.deleteTimeout());
	}

	RunRequest request(ResourceName resource) {
		return new RunRequest(resource, parameters, labels, startedBy, null, null);
	}

}
