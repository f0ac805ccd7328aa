package org.seldonruns.seldon.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a JSON Patch (RFC 6902).
 *
 * @param op {@code test}, {@code remove}, or {@code add}, which also replaces a value
 * @param path a JSON Pointer
 * @param value null for {@code remove}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PatchOperation(String op, String path, @Nullable Object value) {

	static PatchOperation test(String path, Object value) {
		return new PatchOperation("test", path, value);
	}

	static PatchOperation add(String path, Object value) {
		return new PatchOperation("add", path, value);
	}

	static PatchOperation remove(String path) {
		return new PatchOperation("remove", path, null);
	}

}
