package org.seldonruns.seldon.resource;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;

/**
 * The state of a resource and the objects that it owns, as the watches show it. The
 * objects may have been observed at different times.
 */
public sealed interface ObservedState {

	/** The watches have not shown the resource yet. */
	record NotSeen() implements ObservedState {
	}

	/**
	 * The resource exists.
	 *
	 * @param events the latest Kubernetes Events of all of these that are warnings,
	 * oldest first
	 * @param autoscalers the autoscalers that it owns
	 * @param owned the watched objects that it owns at any depth, as kind and name
	 * @param objects the same objects, and pods whose owner has not been observed yet
	 */
	record Present(SeldonDeployment resource, List<OwnedDeployment> deployments, List<OwnedPod> pods,
			List<OwnedAutoscaler> autoscalers, List<SeenEvent> events, List<String> owned,
			List<HasMetadata> objects) implements ObservedState {

		public Present {
			deployments = List.copyOf(deployments);
			pods = List.copyOf(pods);
			autoscalers = List.copyOf(autoscalers);
			events = List.copyOf(events);
			owned = List.copyOf(owned);
			objects = List.copyOf(objects);
		}

		/** Creates a state without the objects. */
		public Present(SeldonDeployment resource, List<OwnedDeployment> deployments, List<OwnedPod> pods,
				List<OwnedAutoscaler> autoscalers, List<SeenEvent> events, List<String> owned) {
			this(resource, deployments, pods, autoscalers, events, owned, List.of());
		}

		/** Returns whether the resource owns an object of a kind and a name. */
		public boolean owns(String kind, String name) {
			return owned.contains(kind + " " + name);
		}

		/** Returns the objects of a type. */
		public <T extends HasMetadata> Stream<T> objects(Class<T> type) {
			return objects.stream().filter(type::isInstance).map(type::cast);
		}

		/** Returns the Deployments as the API server returns them, by name. */
		public Map<String, Deployment> deploymentsByName() {
			return objects(Deployment.class).collect(Collectors.toMap(object -> object.getMetadata().getName(),
					object -> object, (first, same) -> first));
		}

		/** Returns the Deployments of the components of a predictor. */
		public List<OwnedDeployment> deploymentsOf(String predictor) {
			return deployments.stream()
				.filter(deployment -> resource.componentOf(deployment)
					.filter(component -> resource.predictors().get(component.predictor()).name().equals(predictor))
					.isPresent())
				.toList();
		}

		/** Returns the pods of the components of a predictor. */
		public List<OwnedPod> podsOf(String predictor) {
			Set<String> names = deploymentsOf(predictor).stream()
				.map(OwnedDeployment::name)
				.collect(Collectors.toSet());
			return pods.stream().filter(pod -> names.contains(pod.deployment())).toList();
		}

	}

	/**
	 * The resource was deleted.
	 *
	 * @param replaced whether another object has its name now
	 * @param left the remaining objects that it owned, as kind and name
	 */
	record Gone(boolean replaced, List<String> left) implements ObservedState {

		public Gone {
			left = List.copyOf(left);
		}

	}

}
