package org.seldonruns.seldon.manifest;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/** Uploads for tests. */
public final class Uploads {

	public static final String HEAD = """
			apiVersion: machinelearning.seldon.io/v1
			kind: SeldonDeployment
			metadata: {name: iris}
			""";

	private Uploads() {
	}

	public static Manifest parse(String text) {
		return Manifest.parse(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * The text "key: {@code value}" added to a manifest, and what became of the value.
	 */
	static @Nullable Object value(String value) {
		return parse(HEAD + "v: " + value + "\n").document().get("v");
	}

}
