package org.seldonruns.seldon.resource;

import java.util.List;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.jspecify.annotations.Nullable;
import org.seldonruns.seldon.resource.ObservedState.Present;

/** Pods, Deployments and events as real clusters show them, for tests. */
public final class SeenPods {

	public static final String POD = "iris-default-0-classifier-7d9f-xk2lp";

	private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

	private SeenPods() {
	}

	/** The pod {@link #POD} with this status, in YAML. */
	public static OwnedPod pod(String status) {
		return pod(POD, status);
	}

	public static OwnedPod pod(String name, String status) {
		return read("""
				apiVersion: v1
				kind: Pod
				metadata: {name: %s, creationTimestamp: "2026-11-22T06:43:09Z"}
				spec: {nodeName: node-0}
				status:
				""".formatted(name) + status.indent(2));
	}

	public static OwnedPod read(String yaml) {
		return OwnedPod.of(SERIALIZATION.unmarshal(yaml, Pod.class));
	}

	/** A pod whose classifier waits. */
	public static OwnedPod waiting(String name, String reason, String message) {
		return pod(name, """
				phase: Pending
				conditions:
				- {type: PodScheduled, status: "True"}
				- {type: Ready, status: "False", reason: ContainersNotReady}
				containerStatuses:
				- name: classifier
				  image: registry.invalid/iris:1
				  ready: false
				  restartCount: 0
				  state: {waiting: {reason: %s, message: '%s'}}
				""".formatted(reason, message.replace("'", "''")));
	}

	/** A Deployment that misses its one pod, with this condition, in YAML. */
	public static OwnedDeployment deployment(String condition) {
		return OwnedDeployment.of(SERIALIZATION.unmarshal("""
				apiVersion: apps/v1
				kind: Deployment
				metadata: {name: iris-default-0-classifier, generation: 1}
				spec: {replicas: 1}
				status:
				  observedGeneration: 1
				  conditions:
				  - %s
				""".formatted(condition), Deployment.class));
	}

	public static SeenEvent warning(String reason, String message) {
		return warning(POD, reason, message);
	}

	public static SeenEvent warning(String pod, String reason, String message) {
		return new SeenEvent("Pod", pod, "Warning", reason, message, 1);
	}

	public static Present present(List<OwnedPod> pods, SeenEvent... events) {
		return present("Creating", null, List.of(), pods, events);
	}

	public static Present present(@Nullable String state, @Nullable String description,
			List<OwnedDeployment> deployments, List<OwnedPod> pods, SeenEvent... events) {
		SeldonDeployment resource = Resources.withSpec(Resources.ONE_COMPONENT);
		return new Present(
				new SeldonDeployment(resource.name(), resource.uid(), "1", 1, resource.labels(), List.of(), false,
						state, description, null, false, resource.predictors(), resource.content()),
				deployments, pods, List.of(), List.of(events), List.of());
	}

}
