package org.seldonruns.cluster.orphan;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.RecoverableResource;
import org.seldonruns.cluster.client.InstanceId;
import org.seldonruns.cluster.client.MutableMaps;
import org.seldonruns.cluster.timeline.KubernetesTimes;
import org.seldonruns.run.RunId;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.StepName;
import org.seldonruns.run.request.ResourceName;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Writes and reads the labels and annotations of a run. A resource has them from its
 * creation on, so that its run can be found even if the response to the create is lost.
 */
@Component
public final class RunMetadata {

	/** The label that names the run. */
	public static final String RUN = "seldonruns.org/run";

	/** The label that names the process that executes the run. */
	public static final String INSTANCE = "seldonruns.org/instance";

	/** The annotation that describes the run, as JSON. */
	public static final String RUN_ANNOTATION = "seldonruns.org/record";

	/**
	 * The annotation of a kept resource, as JSON: the time at which the resource is
	 * deleted, and the steps, components and warnings of the run.
	 */
	static final String KEPT = "seldonruns.org/kept";

	/** The field manager of creates. */
	public static final String CREATOR = "seldon-runs";

	/** The field manager of scaling patches. */
	public static final String SCALER = "seldon-runs-scale";

	/** The field manager of updates. */
	public static final String UPDATER = "seldon-runs-update";

	private static final Logger log = LoggerFactory.getLogger(RunMetadata.class);

	private static final JsonMapper JSON = JsonMapper.shared();

	private final InstanceId instance;

	public RunMetadata(InstanceId instance) {
		this.instance = instance;
	}

	/**
	 * Returns a copy of a document with the labels and annotations of a run; {@code
	 * leased} is true if this process holds a Lease in the namespace.
	 */
	public Map<String, Object> marked(Map<String, Object> document, RunSnapshot run, boolean leased) {
		Map<String, Object> metadata = MutableMaps.copy(document.get("metadata"));
		Map<String, Object> labels = MutableMaps.copy(metadata.get("labels"));
		labels.put(RUN, run.id().toString());
		labels.put(INSTANCE, instance.id());
		metadata.put("labels", labels);
		Map<String, Object> annotations = MutableMaps.copy(metadata.get("annotations"));
		annotations.put(RUN_ANNOTATION, JSON.writeValueAsString(RunAnnotation.of(run, instance, leased)));
		annotations.remove(KEPT);
		metadata.put("annotations", annotations);
		Map<String, Object> marked = MutableMaps.copy(document);
		marked.put("metadata", metadata);
		return marked;
	}

	/**
	 * Returns the merge patch that marks a resource as kept. It contains no log lines,
	 * because reading them needs the permission {@code get pods/log}.
	 */
	public static Map<String, Object> keeping(RunSnapshot run, Instant until) {
		RunSnapshot shown = run.withoutLogs("container logs are not stored with a kept resource")
			.withoutAnswers("answers are not stored with a kept resource");
		String result = JSON.writeValueAsString(
				new RecoverableResource.Kept(until, shown.steps(), shown.components(), shown.warnings()));
		return Map.of("metadata", Map.of("uid", String.valueOf(run.uid()), "annotations", Map.of(KEPT, result)));
	}

	public static boolean isOf(SeldonDeployment resource, RunId run) {
		return run.toString().equals(resource.labels().get(RUN));
	}

	/**
	 * Reads the labels and annotations of an object.
	 * @return the resource and its run; empty if no run created the object, if another
	 * client copied it (a copy has another field manager), or if the annotation is
	 * invalid
	 */
	Optional<Found> read(GenericKubernetesResource object) {
		ObjectMeta metadata = object.getMetadata();
		if (!hasFieldManager(metadata, CREATOR)) {
			return Optional.empty();
		}
		try {
			RunAnnotation annotation = JSON.readValue(metadata.getAnnotations().get(RUN_ANNOTATION),
					RunAnnotation.class);
			ResourceName name = new ResourceName(metadata.getNamespace(), object.getApiVersion(), object.getKind(),
					metadata.getName());
			RecoverableResource resource = new RecoverableResource(RunId.parse(annotation.run()),
					instance.id().equals(annotation.instance()), annotation.request(name), annotation.createdAt(),
					SeldonDeployment.of(object),
					Objects.requireNonNull(KubernetesTimes.of(metadata.getCreationTimestamp())), reached(metadata),
					kept(metadata));
			return Optional.of(new Found(annotation, resource));
		}
		catch (RuntimeException ex) {
			log.warn(
					"Ignoring SeldonDeployment {}/{}: its annotation {} is missing or invalid; delete the resource yourself if no run uses it",
					metadata.getNamespace(), metadata.getName(), RUN_ANNOTATION);
			log.debug("Cannot parse annotation {} of SeldonDeployment {}/{}", RUN_ANNOTATION, metadata.getNamespace(),
					metadata.getName(), ex);
			return Optional.empty();
		}
	}

	// An invalid annotation returns null: the resource is not kept but deleted.
	private static RecoverableResource.@Nullable Kept kept(ObjectMeta metadata) {
		String json = metadata.getAnnotations().get(KEPT);
		try {
			return (json != null) ? JSON.readValue(json, RecoverableResource.Kept.class).validated() : null;
		}
		catch (RuntimeException ex) {
			log.warn("Deleting SeldonDeployment {}/{} instead of keeping it: its annotation {} is invalid",
					metadata.getNamespace(), metadata.getName(), KEPT);
			log.debug("Cannot parse annotation {} of SeldonDeployment {}/{}", KEPT, metadata.getNamespace(),
					metadata.getName(), ex);
			return null;
		}
	}

	private static StepName reached(ObjectMeta metadata) {
		if (hasFieldManager(metadata, UPDATER)) {
			return StepName.AWAIT_UPDATED;
		}
		return hasFieldManager(metadata, SCALER) ? StepName.AWAIT_SCALED : StepName.AWAIT_READY;
	}

	private static boolean hasFieldManager(ObjectMeta metadata, String manager) {
		return metadata.getManagedFields().stream().map(ManagedFieldsEntry::getManager).anyMatch(manager::equals);
	}

	record Found(RunAnnotation annotation, RecoverableResource resource) {
	}

}
