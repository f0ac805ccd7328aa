package org.seldonruns.seldon.manifest;

import org.jspecify.annotations.Nullable;

/**
 * The parsed manifests of a run.
 *
 * @param manifest the one that it creates
 * @param update the one that it updates the resource to; null if it makes no update
 */
public record UploadedManifests(Manifest manifest, @Nullable Manifest update) {

	/**
	 * Returns the estimated memory of both, in bytes, as {@link Manifest#weight} does.
	 */
	public long weight() {
		return manifest.weight() + ((update != null) ? update.weight() : 0);
	}

}
