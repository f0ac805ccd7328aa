package org.seldonruns.cluster.timeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import org.jspecify.annotations.Nullable;
import org.seldonruns.run.Observation;

/**
 * Observes a pod by its status: its creation, scheduling, the starts of its containers,
 * readiness, restarts, its deletion. Changes between two observations are recorded in the
 * order in which they must have happened.
 * <p>
 * Image pulls are not part of the status; the Event of the kubelet records them. Events
 * also record scheduling and the first start of a container: see
 * {@link EventObserver#factOf}.
 */
final class PodObserver {

	/** The key of the fact, and the reason of its Event. */
	static final String SCHEDULED = "Scheduled";

	private PodObserver() {
	}

	static void observe(Pod pod, ObservationBuffer observations) {
		PodStatus status = Optional.ofNullable(pod.getStatus()).orElseGet(PodStatus::new);
		observations.recordOnce("PodCreated", Observation.NORMAL, "PodCreated", "",
				KubernetesTimes.of(pod.getMetadata().getCreationTimestamp()));
		String node = (pod.getSpec() != null) ? pod.getSpec().getNodeName() : null;
		if (node != null) {
			observations.recordOnce(SCHEDULED, Observation.NORMAL, SCHEDULED, "to " + node,
					condition(status, "PodScheduled").filter(PodObserver::holds).map(PodObserver::since).orElse(null));
		}
		List<ContainerStatus> containers = Stream
			.concat(status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream())
			.toList();
		containers.forEach(container -> ContainerObserver.start(container, observations));
		Optional<PodCondition> ready = condition(status, "Ready");
		// Not recorded before the pod was ready for the first time.
		ready.filter(condition -> !holds(condition) && observations.hasRecorded("ready"))
			.ifPresent(condition -> notReady(pod, condition, observations));
		containers.forEach(container -> ContainerObserver.restart(container, observations));
		ready.filter(PodObserver::holds)
			.ifPresent(condition -> observations.recordIfChanged("ready", "Ready", Observation.NORMAL, "Ready", "",
					since(condition)));
		observations.recordDeletionRequest(pod.getMetadata());
	}

	private static void notReady(Pod pod, PodCondition condition, ObservationBuffer observations) {
		observations.recordDeletionRequest(pod.getMetadata());
		boolean deleting = pod.getMetadata().getDeletionTimestamp() != null;
		observations.recordIfChanged("ready", "NotReady", deleting ? Observation.NORMAL : Observation.WARNING,
				"NotReady", message(condition), since(condition));
	}

	private static Optional<PodCondition> condition(PodStatus status, String type) {
		return status.getConditions().stream().filter(condition -> type.equals(condition.getType())).findFirst();
	}

	private static boolean holds(PodCondition condition) {
		return "True".equals(condition.getStatus());
	}

	private static @Nullable Instant since(PodCondition condition) {
		return KubernetesTimes.of(condition.getLastTransitionTime());
	}

	private static String message(PodCondition condition) {
		return Stream.of(condition.getReason(), condition.getMessage())
			.filter(text -> text != null && !text.isEmpty())
			.reduce((reason, message) -> reason + ": " + message)
			.orElse("");
	}

}
