package org.seldonruns.seldon.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The patch that updates a resource as {@code kubectl replace} would: it replaces the
 * spec, and the labels and annotations of the first manifest by those of the second. It
 * does not change the other labels and annotations, such as those of the run.
 *
 * @param changes the operations of one JSON Patch (RFC 6902), the test of the uid first
 */
public record UpdatePatch(List<PatchOperation> changes) {

	/** The prefix of the labels and annotations of runs. */
	private static final String OF_RUNS = "seldonruns.org/";

	public UpdatePatch {
		changes = List.copyOf(changes);
	}

	/**
	 * Plans an update. A repetition of the patch has no effect.
	 * @param uid the uid of the resource
	 * @param before the first manifest
	 * @param after the second manifest
	 */
	public static UpdatePatch plan(String uid, Map<String, @Nullable Object> before,
			Map<String, @Nullable Object> after) {
		List<PatchOperation> patch = new ArrayList<>();
		patch.add(PatchOperation.test("/metadata/uid", uid));
		replace("labels", before, after, patch);
		replace("annotations", before, after, patch);
		Object spec = after.get("spec");
		patch.add(PatchOperation.add("/spec", (spec != null) ? spec : Map.of()));
		return new UpdatePatch(patch);
	}

	private static void replace(String field, Map<String, @Nullable Object> before, Map<String, @Nullable Object> after,
			List<PatchOperation> patch) {
		JsonTree wanted = metadata(after, field);
		for (String key : keys(metadata(before, field))) {
			if (!wanted.has(key)) {
				// The removal of a value that is missing would fail.
				patch.add(PatchOperation.add(pointer(field, key), ""));
				patch.add(PatchOperation.remove(pointer(field, key)));
			}
		}
		for (String key : keys(wanted)) {
			Object value = wanted.child(key).value();
			if (value != null) {
				patch.add(PatchOperation.add(pointer(field, key), value));
			}
		}
	}

	private static List<String> keys(JsonTree values) {
		return values.keys().stream().filter(key -> !key.startsWith(OF_RUNS)).toList();
	}

	private static JsonTree metadata(Map<String, @Nullable Object> manifest, String field) {
		return new JsonTree(manifest.get("metadata")).child(field);
	}

	private static String pointer(String field, String key) {
		return "/metadata/" + field + "/" + key.replace("~", "~0").replace("/", "~1");
	}

	/**
	 * Returns whether the update changed nothing in the cluster.
	 * @param before the resource before the patch
	 * @param after the resource in the response to the patch
	 */
	public static boolean isWithoutEffect(SeldonDeployment before, SeldonDeployment after) {
		// The operator may have written the status in between, which raises the version.
		return before.generation() == after.generation() && before.labels().equals(after.labels())
				&& before.content().annotations().equals(after.content().annotations());
	}

}
