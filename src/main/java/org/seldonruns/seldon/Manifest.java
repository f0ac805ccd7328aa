package org.seldonruns.seldon;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Stands in for the parser until it is merged. */
public final class Manifest {

	public static Manifest parse(byte[] upload) {
		return new Manifest();
	}

	public String apiVersion() {
		return "machinelearning.seldon.io/v1";
	}

	public String name() {
		return "";
	}

	public @Nullable String namespace() {
		return null;
	}

	public Map<String, Object> document() {
		return Map.of();
	}

	public List<String> dropped() {
		return List.of();
	}

}
