package org.seldonruns.lifecycle.step;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.ResourceWatch;
import org.seldonruns.run.request.ResourceName;
import org.seldonruns.run.Run;
import org.seldonruns.run.request.RunParameters;
import org.seldonruns.run.request.Upload;
import org.seldonruns.seldon.manifest.Manifest;
import org.seldonruns.seldon.resource.SeldonDeployment;

/**
 * State that the steps of one run share. Not thread-safe: except {@link #progress}, only
 * the thread of the run uses it.
 */
public final class RunContext {

	private final Run run;

	private final ResourceWatch watch;

	private final Cancellation cancellation;

	private final RestartCounter restarts = new RestartCounter();

	/** The names of the ready pods before the scale, by uid, by Deployment. */
	private Map<String, Map<String, String>> podsBeforeScale = Map.of();

	private @Nullable Manifest manifest;

	private @Nullable SeldonDeployment resource;

	private @Nullable String scaleSkipReason;

	private volatile @Nullable StepProgress progress;

	private boolean uncertain;

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

	/**
	 * Adds the warnings about the manifest to the run.
	 * @param headers the warnings in the response to the create
	 */
	void warn(List<String> headers) {
		Upload upload = run.request().upload();
		if (upload != null) {
			ManifestWarnings.of(manifest(), upload, headers).forEach(run::warn);
		}
	}

	/** Sets the publisher of the progress of the next step. */
	public void reportTo(StepProgress publisher) {
		progress = publisher;
	}

	/** Publishes what the current step waits for. Thread-safe. */
	public void progress(String detail) {
		StepProgress publisher = progress;
		if (publisher != null) {
			publisher.report(detail);
		}
	}

	RestartCounter restarts() {
		return restarts;
	}

	Map<String, Map<String, String>> podsBeforeScale() {
		return podsBeforeScale;
	}

	void podsBeforeScale(Map<String, Map<String, String>> pods) {
		podsBeforeScale = pods;
	}

	public ResourceWatch watch() {
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
	 * Returns the resource in the last response of the API server. The steps wait for its
	 * generation.
	 * @throws IllegalStateException if it is not created yet
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
		uncertain = false;
		run.created(created.uid());
		watch.bind(created);
	}

	void scaled(SeldonDeployment scaled) {
		resource = scaled;
	}

	/**
	 * Records that there is nothing to scale.
	 * @param why the reason
	 */
	void skipScaling(String why) {
		scaleSkipReason = why;
	}

	public @Nullable String scaleSkipReason() {
		return scaleSkipReason;
	}

	/** Marks the create as uncertain: its response was lost. */
	public void markUncertain() {
		uncertain = true;
	}

	public boolean mayHaveCreated() {
		return uncertain || resource != null;
	}

}
