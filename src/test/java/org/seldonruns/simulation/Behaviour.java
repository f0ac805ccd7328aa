package org.seldonruns.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * How fast the simulated cluster is and how far it goes. Everything may be changed at any
 * time, also while the cluster runs. Safe for many threads.
 */
public final class Behaviour {

	private static final String ALL = "*";

	private final Map<String, Limit> limits = new ConcurrentHashMap<>();

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private volatile Duration operatorReaction = Duration.ZERO;

	private volatile Duration podReadyAfter = Duration.ZERO;

	private volatile Duration podGoneAfter = Duration.ZERO;

	private volatile double speed = 1;

	private final List<PredictionCall> predictionCalls = new CopyOnWriteArrayList<>();

	private volatile Function<PredictionCall, ModelAnswer> model = ModelAnswer::standard;

	/**
	 * How long the operator waits between a change and its reconcile; what comes in that
	 * time is handled in one. Default: no time.
	 */
	public Behaviour operatorReaction(Duration reaction) {
		this.operatorReaction = reaction;
		return this;
	}

	/**
	 * How long a pod takes from its container's creation to being ready, unless its
	 * annotation {@code test/ready-after} says otherwise. Default: no time.
	 */
	public Behaviour podReadyAfter(Duration delay) {
		this.podReadyAfter = delay;
		return this;
	}

	/**
	 * How long a running pod takes to stop. Default: no time.
	 */
	public Behaviour podGoneAfter(Duration delay) {
		this.podGoneAfter = delay;
		return this;
	}

	/**
	 * Sets the factor by which the times of manifests pass faster:
	 * {@code test/ready-after} and progress deadlines. A change applies to current
	 * deadlines, but not to existing pods. Default: 1.
	 */
	public Behaviour speed(double speed) {
		this.speed = speed;
		return changed();
	}

	/**
	 * Limits the pods of a Deployment, independent of its spec, until
	 * {@link #unlimited()}.
	 * @param created the number of pods: no more are created, and none of these is
	 * removed
	 * @param ready how many of them become ready
	 */
	public Behaviour limit(String deployment, int created, int ready) {
		this.limits.put(deployment, new Limit(created, ready));
		return changed();
	}

	/**
	 * The same for each Deployment that has no limit of its own.
	 */
	public Behaviour limitAll(int created, int ready) {
		return limit(ALL, created, ready);
	}

	/**
	 * Takes all limits back.
	 */
	public Behaviour unlimited() {
		this.limits.clear();
		return changed();
	}

	/**
	 * Answers the requests that reach a model through the proxy of its Service. Default:
	 * {@link ModelAnswer#standard}.
	 * @param model called on a thread of the request, so that it may block; an exception
	 * becomes a 500
	 */
	public Behaviour predictions(Function<PredictionCall, ModelAnswer> model) {
		this.model = model;
		return this;
	}

	/**
	 * Returns the requests that reached a model so far, in order of arrival. Those that
	 * the proxy rejected are in {@link Faults#requests()} only.
	 */
	public List<PredictionCall> predictionCalls() {
		return List.copyOf(this.predictionCalls);
	}

	ModelAnswer predict(PredictionCall call) {
		this.predictionCalls.add(call);
		return this.model.apply(call);
	}

	Duration operatorReaction() {
		return this.operatorReaction;
	}

	Duration podGoneAfter() {
		return this.podGoneAfter;
	}

	/** After how long a pod is ready, by its annotation or as set here. */
	Duration podReadyAfter(String annotation) {
		return annotation.isEmpty() ? this.podReadyAfter : simulated(Durations.parse(annotation));
	}

	/** The time on the clock for a time in a manifest. */
	Duration simulated(Duration told) {
		return Duration.ofNanos(Math.round(told.toNanos() / this.speed));
	}

	@Nullable Limit limitOf(String deployment) {
		Limit limit = this.limits.get(deployment);
		return (limit != null) ? limit : this.limits.get(ALL);
	}

	void onChange(Runnable listener) {
		this.listeners.add(listener);
	}

	private Behaviour changed() {
		this.listeners.forEach(Runnable::run);
		return this;
	}

	record Limit(int created, int ready) {

	}

}
