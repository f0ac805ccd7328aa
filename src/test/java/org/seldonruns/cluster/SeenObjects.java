package org.seldonruns.cluster;

import java.util.List;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.seldonruns.cluster.timeline.ObservationBuffer;
import org.seldonruns.cluster.timeline.ObservedResource;
import org.seldonruns.run.Observation;
import org.seldonruns.seldon.resource.ObservedState;
import org.seldonruns.seldon.resource.SeldonDeployment;

/** Objects as a real cluster shows them, and what is recorded of them. */
public final class SeenObjects {

	public static final String POD = "iris-7d9f-xk2lp";

	private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

	private SeenObjects() {
	}

	/** The pod {@link #POD} with this status, in YAML. */
	public static Pod pod(String status) {
		return read(Pod.class, "Pod", POD, "{nodeName: node-0}", status);
	}

	/** The Deployment iris with this spec and this status, in YAML. */
	public static Deployment deployment(String spec, String status) {
		return read(Deployment.class, "Deployment", "iris", spec, status);
	}

	/** The resource iris with this status, in YAML. */
	public static GenericKubernetesResource resource(String status) {
		return read(GenericKubernetesResource.class, "SeldonDeployment", "iris", "{}", status);
	}

	private static <T extends HasMetadata> T read(Class<T> type, String kind, String name, String spec, String status) {
		T object = SERIALIZATION.unmarshal("""
				kind: %s
				metadata: {name: %s, uid: uid-of-%s, creationTimestamp: "2026-11-22T06:41:01Z"}
				spec: %s
				status:
				""".formatted(kind, name, name, spec) + status.indent(2), type);
		return object;
	}

	/** The same in deletion, with some time to end. */
	public static <T extends HasMetadata> T deleted(T object) {
		object.getMetadata().setDeletionTimestamp("2026-11-22T06:42:00Z");
		object.getMetadata().setDeletionGracePeriodSeconds(20L);
		return object;
	}

	public static ObservedResource observed(GenericKubernetesResource resource, HasMetadata... owned) {
		return new ObservedResource(new ObservedState.Present(SeldonDeployment.of(resource), List.of(), List.of(),
				List.of(), List.of(), List.of()), resource, List.of(owned));
	}

	public static ObservedResource gone(HasMetadata... left) {
		return new ObservedResource(new ObservedState.Gone(false, List.of()), null, List.of(left));
	}

	/** An event about {@link #POD}. */
	public static EventBuilder event(String reason) {
		return new EventBuilder().withNewMetadata()
			.withUid("e-" + reason)
			.endMetadata()
			.withType("Normal")
			.withReason(reason)
			.withMessage("recorded by an event")
			.withNewInvolvedObject()
			.withKind("Pod")
			.withName(POD)
			.withUid("uid-of-" + POD)
			.endInvolvedObject();
	}

	/** An event about a container of {@link #POD}. */
	public static Event event(String reason, String container) {
		return event(reason).editInvolvedObject().withFieldPath(container).endInvolvedObject().build();
	}

	public static ObservationBuffer observations(String kind, String name) {
		return new ObservationBuffer(kind, name, "uid-of-" + name);
	}

	/** What is new, as reason, message and time of the day, with marked warnings. */
	public static List<String> recorded(ObservationBuffer observations) {
		return observations.take().stream().map(SeenObjects::words).toList();
	}

	static String words(Observation seen) {
		return "%s%s: %s @%s".formatted(Observation.WARNING.equals(seen.type()) ? "!" : "", seen.reason(),
				seen.message(), (seen.occurredAt() != null) ? seen.occurredAt().toString().substring(11) : "");
	}

}
