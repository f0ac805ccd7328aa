package org.seldonruns.lifecycle.step;

import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.ResourceWatch;
import org.seldonruns.run.ResourceName;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunParameters;
import org.seldonruns.run.Upload;
import org.seldonruns.seldon.manifest.Manifest;
import org.seldonruns.seldon.resource.SeldonDeployment;

/**
 * What the steps of one run hand on to each other. Used by the one thread that plays the
 * run.
 */
public final class RunContext {

	private final Run run;

	private final ResourceWatch watch;

	private final Cancellation cancellation;

	private @Nullable Manifest manifest;

	private @Nullable SeldonDeployment resource;

	private @Nullable String whyNotScaled;

	private boolean doubtful;

	public RunContext(Run run, ResourceWatch watch, Cancellation cancellation) {
		this.run = run;
		this.watch = watch;
		this.cancellation = cancellation;
	}

	public Run run() {
		return run;
	}

	/**
	 * Parses the run's upload. The parsed manifest takes several times the memory of the
	 * upload, so it is kept only until the resource is created.
	 * @return the manifest
	 * @throws IllegalStateException if another process started the run, since the upload
	 * is unknown then
	 */
	Manifest manifest() {
		if (manifest == null) {
			Upload upload = run.request().upload();
			if (upload == null) {
				throw new IllegalStateException("the upload of run " + run.id() + " is unknown");
			}
			manifest = Manifest.parse(upload.bytes());
		}
		return manifest;
	}

	ResourceWatch watch() {
		return watch;
	}

	public Cancellation cancellation() {
		return cancellation;
	}

	ResourceName name() {
		return run.request().resource();
	}

	public RunParameters parameters() {
		return run.request().parameters();
	}

	public boolean isCreated() {
		return resource != null;
	}

	/**
	 * The resource as the API server last answered; its generation is the one to wait
	 * for.
	 * @return the resource
	 * @throws IllegalStateException before it was created
	 */
	public SeldonDeployment created() {
		if (resource == null) {
			throw new IllegalStateException("nothing was created yet");
		}
		return resource;
	}

	public void created(SeldonDeployment created) {
		resource = created;
		manifest = null;
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
	public void doubt() {
		doubtful = true;
	}

	public boolean mayHaveCreated() {
		return doubtful || resource != null;
	}

}
