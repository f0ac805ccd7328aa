package org.seldonruns.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What goes wrong between a client and the API server, and what the client asked for. The
 * operator of the cluster and {@link SimulatedCluster#client()} are spared and not
 * counted. Verbs and resources are named as RBAC names them ({@code create},
 * {@code seldondeployments}); {@code *} stands for any. Safe for many threads.
 */
public final class Faults {

	private final List<Fault> faults = new ArrayList<>();

	private final List<Request> requests = new ArrayList<>();

	private final List<Runnable> watchDrops = new ArrayList<>();

	private final Set<Request> forbidden = ConcurrentHashMap.newKeySet();

	/**
	 * Answers the next requests with an error; nothing is performed.
	 * @param code the HTTP status; 429 comes with {@code Retry-After: 1}
	 */
	public void fail(int times, String verb, String resource, int code) {
		add(times, new Fault(verb, resource, code, Duration.ZERO));
	}

	/**
	 * Refuses what is asked about all namespaces at once with 403, until it is allowed.
	 */
	public void forbidEverywhere(String verb, String resource) {
		this.forbidden.add(new Request(verb, resource, "", "", false));
	}

	/**
	 * Takes back what was forbidden.
	 */
	public void allowEverywhere() {
		this.forbidden.clear();
	}

	/**
	 * Performs the next requests, but breaks the connection instead of answering.
	 */
	public void loseAnswer(int times, String verb, String resource) {
		add(times, new Fault(verb, resource, 0, Duration.ZERO));
	}

	/**
	 * Performs the next requests, but answers late.
	 */
	public void delayAnswer(int times, String verb, String resource, Duration delay) {
		add(times, new Fault(verb, resource, 200, delay));
	}

	/**
	 * Takes back all faults that did not happen yet.
	 */
	public synchronized void clear() {
		this.faults.clear();
	}

	/**
	 * Ends all watches of all clients, as a restart of the API server would.
	 */
	public void dropWatches() {
		this.watchDrops.forEach(Runnable::run);
	}

	/**
	 * The requests so far, in order of arrival, those that failed as well.
	 */
	public synchronized List<Request> requests() {
		return List.copyOf(this.requests);
	}

	/**
	 * The requests after the first ones, but those for Leases, which all runs of a
	 * namespace share.
	 */
	public List<Request> requestsAfter(int first) {
		return requests().stream().skip(first).filter((request) -> !request.resource().equals("leases")).toList();
	}

	/**
	 * How often something was asked for.
	 */
	public long count(String verb, String resource) {
		return requests().stream().filter((request) -> matches(verb, resource, request)).count();
	}

	void onDropWatches(Runnable drop) {
		this.watchDrops.add(drop);
	}

	synchronized Optional<Fault> arrived(Request request) {
		this.requests.add(request);
		if (this.forbidden.contains(request)) {
			return Optional.of(new Fault(request.verb(), request.resource(), 403, Duration.ZERO));
		}
		for (Iterator<Fault> each = this.faults.iterator(); each.hasNext();) {
			Fault fault = each.next();
			if (matches(fault.verb(), fault.resource(), request)) {
				each.remove();
				return Optional.of(fault);
			}
		}
		return Optional.empty();
	}

	private synchronized void add(int times, Fault fault) {
		for (int i = 0; i < times; i++) {
			this.faults.add(fault);
		}
	}

	private static boolean matches(String verb, String resource, Request request) {
		return ("*".equals(verb) || verb.equals(request.verb()))
				&& ("*".equals(resource) || resource.equals(request.resource()));
	}

	/**
	 * What a client asked for.
	 *
	 * @param verb as RBAC names it, for example {@code create}
	 * @param resource as RBAC names it, for example {@code seldondeployments}
	 * @param namespace empty for all
	 * @param name empty for a collection
	 * @param dryRun whether nothing was to be changed
	 */
	public record Request(String verb, String resource, String namespace, String name, boolean dryRun) {

	}

	record Fault(String verb, String resource, int code, Duration delay) {

		boolean losesAnswer() {
			return this.code == 0;
		}

		boolean refuses() {
			return this.code >= 400;
		}

	}

}
