package org.seldonruns.lifecycle.step;

import java.util.HashMap;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.ResourceWatch;
import org.seldonruns.run.request.ResourceName;
import org.seldonruns.run.Run;
import org.seldonruns.run.StepName;
import org.seldonruns.run.Warning;
import org.seldonruns.run.request.RunParameters;
import org.seldonruns.run.request.Upload;
import org.seldonruns.seldon.manifest.Manifest;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.SeldonDeployment;

/**
 * State that the steps of one run share. Not thread-safe: except {@link #progress}, only
 * the thread of the run uses it.
 */
public final class RunContext implements AutoCloseable {

	private final Run run;

	private final ResourceWatch watch;

	private final Cancellation cancellation;

	private final RestartCounter restarts = new RestartCounter();

	private final Map<Class<?>, SharedState> states = new HashMap<>();

	/** The names of the ready pods before the scale, by uid, by Deployment. */
	private Map<String, Map<String, String>> podsBeforeScale = Map.of();

	private @Nullable Manifest manifest;

	private @Nullable SeldonDeployment resource;

	/** Why steps have nothing to do, by their name. */
	private final Map<StepName, String> skipReasons = new EnumMap<>(StepName.class);

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

	/** Adds a warning of the service itself to the run. */
	public void warn(String message) {
		run.warn(Warning.of(Warning.Source.RUN, message));
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

	public ResourceName name() {
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

	/** Returns the resource as the watches show it, or else in the last response. */
	SeldonDeployment currentResource() {
		return (watch.state() instanceof Present present) ? present.resource() : created();
	}

	void patched(SeldonDeployment patched) {
		resource = patched;
	}

	/** Stores a state that a later step of the run uses. */
	public <T extends SharedState> void share(Class<T> type, T state) {
		states.put(type, state);
	}

	/** Returns a state that an earlier step stored; empty if there is none. */
	public <T extends SharedState> Optional<T> shared(Class<T> type) {
		return Optional.ofNullable(states.get(type)).map(type::cast);
	}

	/** Records why later steps have nothing to do. */
	public void skip(String why, StepName... steps) {
		for (StepName step : steps) {
			skipReasons.put(step, why);
		}
	}

	/** Returns why a step has nothing to do; empty if it has. */
	public Optional<String> skipReason(StepName step) {
		return Optional.ofNullable(skipReasons.get(step));
	}

	/** Marks the create as uncertain: its response was lost. */
	public void markUncertain() {
		uncertain = true;
	}

	public boolean mayHaveCreated() {
		return uncertain || resource != null;
	}

	@Override
	public void close() {
		states.values().forEach(SharedState::close);
	}

	/** A state that steps share, and that is closed at the end of the run. */
	public interface SharedState extends AutoCloseable {

		@Override
		void close();

	}

}
