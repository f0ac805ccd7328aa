package org.seldonruns.lifecycle;

import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.ResourceWatch;
import org.seldonruns.run.ResourceName;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunParameters;
import org.seldonruns.seldon.Manifest;
import org.seldonruns.seldon.SeldonDeployment;

/**
 * What the steps of one run hand on to each other. Used by the one thread that plays the
 * run.
 */
final class Rehearsal {

	private final Run run;

	private final @Nullable Manifest manifest;

	private final ResourceWatch watch;

	private final Cancellation cancellation;

	private @Nullable SeldonDeployment resource;

	private @Nullable String whyNotScaled;

	private boolean doubtful;

	Rehearsal(Run run, @Nullable Manifest manifest, ResourceWatch watch, Cancellation cancellation) {
		this.run = run;
		this.manifest = manifest;
		this.watch = watch;
		this.cancellation = cancellation;
	}

	Run run() {
		return run;
	}

	/**
	 * What is to be created.
	 * @return the manifest
	 * @throws IllegalStateException where the run was not started here
	 */
	Manifest manifest() {
		if (manifest == null) {
			throw new IllegalStateException("only what was created is known");
		}
		return manifest;
	}

	ResourceWatch watch() {
		return watch;
	}

	Cancellation cancellation() {
		return cancellation;
	}

	ResourceName name() {
		return run.request().resource();
	}

	RunParameters parameters() {
		return run.request().parameters();
	}

	boolean isCreated() {
		return resource != null;
	}

	/**
	 * The resource as the API server last answered; its generation is the one to wait
	 * for.
	 * @return the resource
	 * @throws IllegalStateException before it was created
	 */
	SeldonDeployment created() {
		if (resource == null) {
			throw new IllegalStateException("nothing was created yet");
		}
		return resource;
	}

	void created(SeldonDeployment created) {
		resource = created;
		doubtful = false;
		run.created(created.uid());
		watch.bind(created);
	}

	void scaled(SeldonDeployment scaled) {
		resource = scaled;
	}

	/**
	 * Notes that there is nothing to scale.
	 * @param why for people
	 */
	void notScaled(String why) {
		whyNotScaled = why;
	}

	@Nullable String whyNotScaled() {
		return whyNotScaled;
	}

	/** Notes that the resource may have been created without us having been told. */
	void doubt() {
		doubtful = true;
	}

	boolean mayHaveCreated() {
		return doubtful || resource != null;
	}

}
