package org.seldonruns.seldon.readiness;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import org.jspecify.annotations.Nullable;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.OwnedDeployment;
import org.seldonruns.seldon.resource.OwnedPod;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.simulation.Trace;

/**
 * A recorded update: the states that the watches of a real cluster showed, from the state
 * before the patch to the request to delete the resource. The recording omits the pod
 * templates of ReplicaSets; they are those of their Deployments at their revision.
 *
 * @param before the state before the patch
 * @param after the states after it, in order
 */
record UpdateRecording(String name, Present before, List<Present> after) {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final Map<String, Class<? extends HasMetadata>> TYPES = Map.of("SeldonDeployment",
			GenericKubernetesResource.class, "Deployment", Deployment.class, "ReplicaSet", ReplicaSet.class, "Pod",
			Pod.class, "Service", Service.class);

	static UpdateRecording read(String name) {
		List<Trace.Step> steps = Trace.read("updates/" + name).steps();
		Map<String, HasMetadata> objects = new LinkedHashMap<>();
		Map<String, List<PodTemplateSpec>> templates = templates(steps);
		Present before = null;
		List<Present> after = new ArrayList<>();
		for (Trace.Step step : steps) {
			if (step instanceof Trace.Action action && action.what().startsWith("delete")) {
				break;
			}
			if (step instanceof Trace.Action action && action.what().startsWith("update")) {
				before = (before != null) ? before : present(objects.values());
			}
			if (!(step instanceof Trace.Observation seen) || !TYPES.containsKey(seen.kind())) {
				continue;
			}
			if (seen.kind().equals("SeldonDeployment") && seen.object().at("/metadata").has("deletionTimestamp")) {
				break;
			}
			// The watch may be faster than the response to the patch.
			if (before == null && seen.kind().equals("SeldonDeployment")
					&& seen.object().at("/metadata/generation").asLong() == 2) {
				before = present(objects.values());
			}
			show(seen, templates, objects);
			if (before != null) {
				after.add(Objects.requireNonNull(present(objects.values())));
			}
		}
		return new UpdateRecording(name, Objects.requireNonNull(before), after);
	}

	private static void show(Trace.Observation seen, Map<String, List<PodTemplateSpec>> templates,
			Map<String, HasMetadata> objects) {
		HasMetadata object = JSON.convertValue(seen.object(), TYPES.get(seen.kind()));
		if (object instanceof ReplicaSet replicaSet) {
			complete(replicaSet, templates);
		}
		if (seen.type().equals("DELETED")) {
			objects.remove(object.getMetadata().getUid());
			return;
		}
		objects.put(object.getMetadata().getUid(), object);
	}

	/**
	 * The pod templates of each Deployment by its uid, in the order of their revisions.
	 */
	private static Map<String, List<PodTemplateSpec>> templates(List<Trace.Step> steps) {
		Map<String, List<PodTemplateSpec>> templates = new HashMap<>();
		for (Trace.Step step : steps) {
			if (step instanceof Trace.Observation seen && seen.kind().equals("Deployment")) {
				Deployment deployment = seen.deployment();
				List<PodTemplateSpec> known = templates.computeIfAbsent(deployment.getMetadata().getUid(),
						uid -> new ArrayList<>());
				if (!known.contains(deployment.getSpec().getTemplate())) {
					known.add(deployment.getSpec().getTemplate());
				}
			}
		}
		return templates;
	}

	private static void complete(ReplicaSet replicaSet, Map<String, List<PodTemplateSpec>> templates) {
		int revision = Integer
			.parseInt(replicaSet.getMetadata().getAnnotations().get("deployment.kubernetes.io/revision"));
		String deployment = replicaSet.getMetadata().getOwnerReferences().getFirst().getUid();
		replicaSet.getSpec().setTemplate(templates.getOrDefault(deployment, List.of()).get(revision - 1));
	}

	private static @Nullable Present present(Collection<HasMetadata> objects) {
		List<HasMetadata> owned = objects.stream()
			.filter(object -> !(object instanceof GenericKubernetesResource))
			.toList();
		return objects.stream()
			.filter(GenericKubernetesResource.class::isInstance)
			.map(GenericKubernetesResource.class::cast)
			.findFirst()
			.map(resource -> new Present(SeldonDeployment.of(resource),
					owned.stream()
						.filter(Deployment.class::isInstance)
						.map(object -> OwnedDeployment.of((Deployment) object))
						.toList(),
					owned.stream().filter(Pod.class::isInstance).map(object -> OwnedPod.of((Pod) object)).toList(),
					List.of(), List.of(), List.of(), owned))
			.orElse(null);
	}

	@Override
	public String toString() {
		return name;
	}

}
