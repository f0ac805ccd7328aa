package org.seldonruns.lifecycle.step;

import java.util.ArrayList;
import java.util.List;

import org.seldonruns.cluster.Cluster;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.request.ResourceName;
import org.seldonruns.seldon.symptom.Symptom.ContainerName;
import org.seldonruns.seldon.symptom.Symptom;

/**
 * Turns a symptom into a diagnosis. If the symptom names a container, the diagnosis
 * includes the last lines of its log.
 */
final class Diagnostician {

	private final Cluster cluster;

	Diagnostician(Cluster cluster) {
		this.cluster = cluster;
	}

	/**
	 * Makes a diagnosis.
	 * @param name the resource
	 * @param symptom the deepest symptom
	 * @param missing the conditions of readiness that are not met
	 * @return the diagnosis
	 */
	Diagnosis diagnose(ResourceName name, Symptom symptom, List<String> missing) {
		List<String> evidence = new ArrayList<>(symptom.evidence());
		evidence.addAll(missing);
		List<String> logs = new ArrayList<>();
		ContainerName container = symptom.container();
		if (container != null) {
			logs.addAll(log(name, container, false));
			if (container.restarts() > 0) {
				logs.addAll(log(name, container, true));
			}
		}
		return new Diagnosis(cause(symptom.kind()), symptom.explanation(), evidence, logs);
	}

	private List<String> log(ResourceName name, ContainerName container, boolean previous) {
		return ContainerLogs.read(cluster, name, container.pod(), container.container(), previous);
	}

	private static Cause cause(Symptom.Kind kind) {
		return switch (kind) {
			case IMAGE_PULL -> Cause.IMAGE_PULL;
			case CRASH_LOOP -> Cause.CRASH_LOOP;
			case CONTAINER_CONFIG -> Cause.CONTAINER_CONFIG;
			case VOLUME -> Cause.VOLUME;
			case UNSCHEDULABLE -> Cause.UNSCHEDULABLE;
			case QUOTA -> Cause.QUOTA;
			case POD_REJECTED -> Cause.POD_REJECTED;
			case PROBE_FAILING -> Cause.PROBE_FAILING;
			case OPERATOR_FAILED -> Cause.OPERATOR_FAILED;
			case PROGRESS_DEADLINE -> Cause.PROGRESS_DEADLINE;
			case NOT_RECONCILED -> Cause.NOT_RECONCILED;
		};
	}

}
