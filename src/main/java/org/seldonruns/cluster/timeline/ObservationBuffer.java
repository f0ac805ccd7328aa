package org.seldonruns.cluster.timeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import org.jspecify.annotations.Nullable;
import org.seldonruns.run.Observation;

/**
 * Collects the observations of one object and returns the new ones. Not safe for use by
 * several threads.
 */
public final class ObservationBuffer {

	private final String kind;

	private final String name;

	private final String uid;

	private final Set<String> known = new HashSet<>();

	private final Map<String, String> latest = new HashMap<>();

	private final List<Observation> fresh = new ArrayList<>();

	private int changes;

	public ObservationBuffer(String kind, String name, String uid) {
		this.kind = kind;
		this.name = name;
		this.uid = uid;
	}

	static String key(String uid, String fact) {
		return uid + "-" + fact;
	}

	/** Records a fact if it is new; a fact is the part of the key after the uid. */
	void recordOnce(String fact, String type, String reason, String message, @Nullable Instant occurredAt) {
		if (known.add(fact)) {
			add(fact, type, reason, message, occurredAt);
		}
	}

	/**
	 * Records the value of an aspect, for example {@code replicas}, if it has changed.
	 */
	void recordIfChanged(String aspect, String value, String type, String reason, String message,
			@Nullable Instant occurredAt) {
		if (!value.equals(latest.put(aspect, value))) {
			add(aspect + "-" + ++changes, type, reason, message, occurredAt);
		}
	}

	boolean hasRecorded(String aspect) {
		return latest.containsKey(aspect);
	}

	void recordCreation(ObjectMeta metadata) {
		recordCreation(metadata, "");
	}

	void recordCreation(ObjectMeta metadata, String message) {
		recordOnce("Created", Observation.NORMAL, "Created", message,
				KubernetesTimes.of(metadata.getCreationTimestamp()));
	}

	/** Records once that the deletion of the object was requested. */
	void recordDeletionRequest(ObjectMeta metadata) {
		if (metadata.getDeletionTimestamp() != null) {
			recordOnce("Deleting", Observation.NORMAL, "Deleting", "deletion requested",
					KubernetesTimes.ofDeletion(metadata));
		}
	}

	public void recordGone() {
		// The time of a deletion is unknown.
		recordOnce("Gone", Observation.NORMAL, "Gone", "", null);
	}

	/**
	 * Returns and removes the observations since the last call, in the order in which
	 * they were recorded.
	 */
	public List<Observation> take() {
		List<Observation> taken = List.copyOf(fresh);
		fresh.clear();
		return taken;
	}

	private void add(String fact, String type, String reason, String message, @Nullable Instant occurredAt) {
		fresh.add(new Observation(key(uid, fact), kind, name, type, reason, message, 1, occurredAt));
	}

}
