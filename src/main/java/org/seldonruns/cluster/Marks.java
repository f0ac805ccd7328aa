package org.seldonruns.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.RunParameters;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.seldon.SeldonDeployment;

/**
 * The labels and the annotation that a resource carries from its creation on, so that it
 * is known as a run's even when the answer to its creation, or the run itself, is lost.
 */
final class Marks {

	/** The label that names the run. */
	static final String RUN = "seldonruns.org/run";

	/** The label that names the process which plays the run. */
	static final String INSTANCE = "seldonruns.org/instance";

	/** The annotation that describes the run, as JSON. */
	static final String RECORD = "seldonruns.org/record";

	private final String instance;

	private final KubernetesSerialization serialization;

	Marks(String instance, KubernetesSerialization serialization) {
		this.instance = instance;
		this.serialization = serialization;
	}

	/**
	 * A document with the marks of a run in it, over any of the same name.
	 * @param document a SeldonDeployment
	 * @param run the run
	 * @return a copy
	 */
	Map<String, Object> marked(Map<String, Object> document, Run run) {
		Map<String, Object> metadata = Documents.copy(document.get("metadata"));
		Map<String, Object> labels = Documents.copy(metadata.get("labels"));
		labels.put(RUN, run.id().toString());
		labels.put(INSTANCE, instance);
		metadata.put("labels", labels);
		Map<String, Object> annotations = Documents.copy(metadata.get("annotations"));
		annotations.put(RECORD, serialization.asJson(describe(run.summary())));
		metadata.put("annotations", annotations);
		Map<String, Object> marked = Documents.copy(document);
		marked.put("metadata", metadata);
		return marked;
	}

	private Map<String, Object> describe(RunSnapshot run) {
		RunParameters parameters = run.request().parameters();
		Map<String, Object> description = new LinkedHashMap<>();
		description.put("run", run.id().toString());
		description.put("instance", instance);
		description.put("createdAt", run.createdAt().toString());
		description.put("deadline", deadline(run.createdAt().plus(run.age()), parameters).toString());
		description.put("replicas", parameters.replicas());
		description.put("timeout", parameters.timeout().toString());
		description.put("deleteTimeout", parameters.deleteTimeout().toString());
		description.put("labels", run.request().labels());
		return description;
	}

	// No step lasts longer than its own time.
	private static Instant deadline(Instant now, RunParameters parameters) {
		Duration longest = parameters.timeout().multipliedBy(4).plus(parameters.deleteTimeout());
		return now.plus(longest);
	}

	static boolean isOf(SeldonDeployment resource, RunId run) {
		return run.toString().equals(resource.labels().get(RUN));
	}

}
