package org.seldonruns.seldon.resource;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UpdatePatchTests {

	private static final Map<String, Object> SPEC = Map.of("predictors", List.of(Map.of("name", "main")));

	@Test
	void replacesTheSpecOfTheResourceWithThisUid() {
		assertThat(UpdatePatch.plan("u-1", manifest(Map.of(), Map.of()), manifest(Map.of(), Map.of())).changes())
			.containsExactly(PatchOperation.test("/metadata/uid", "u-1"), PatchOperation.add("/spec", SPEC));
	}

	@Test
	void replacesLabelsAndAnnotationsOfTheManifestOnly() {
		UpdatePatch patch = UpdatePatch.plan("u-1",
				manifest(Map.of("team", "a", "gone/x~y", "1"), Map.of("seldonruns.org/record", "mine")),
				manifest(Map.of("team", "b", "seldonruns.org/run", "other"), Map.of("note", 7)));

		assertThat(patch.changes()).containsExactly(PatchOperation.test("/metadata/uid", "u-1"),
				PatchOperation.add("/metadata/labels/gone~1x~0y", ""),
				PatchOperation.remove("/metadata/labels/gone~1x~0y"), PatchOperation.add("/metadata/labels/team", "b"),
				PatchOperation.add("/metadata/annotations/note", 7), PatchOperation.add("/spec", SPEC));
	}

	@Test
	void hasNoEffectIfSpecLabelsAndAnnotationsStayTheSame() {
		SeldonDeployment before = Resources.shown(Resources.withSpec("{predictors: []}"), 1, "Available");

		assertThat(UpdatePatch.isWithoutEffect(before, Resources.shown(before, 1, "Creating"))).isTrue();
		assertThat(UpdatePatch.isWithoutEffect(before, Resources.shown(before, 2, "Available"))).isFalse();
	}

	private static Map<String, Object> manifest(Map<String, Object> labels, Map<String, Object> annotations) {
		return Map.of("metadata", Map.of("labels", labels, "annotations", annotations), "spec", SPEC);
	}

}
