package org.seldonruns.run.request;

import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The documents of a request to start a run.
 *
 * @param manifest the SeldonDeployment
 * @param request the body of the predictions; null if the run sends none
 * @param expect the JSON Schema of their answers; null if they are not checked
 * @param update the SeldonDeployment that replaces the first one; null if the run makes
 * no update
 */
public record UploadParts(Upload manifest, @Nullable Upload request, @Nullable Upload expect, @Nullable Upload update) {

	public UploadParts(Upload manifest) {
		this(manifest, null, null, null);
	}

	long size() {
		return Stream.of(manifest, request, expect, update).filter(Objects::nonNull).mapToLong(Upload::size).sum();
	}

}
