package org.seldonruns.cluster.watch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.seldonruns.cluster.ClusterSettings;
import org.seldonruns.cluster.orphan.LeaseHolder;
import org.seldonruns.cluster.orphan.OrphanDetectors;
import org.seldonruns.run.Run;
import org.seldonruns.time.Timekeeper;

import org.springframework.stereotype.Component;

/**
 * Starts the watches of a namespace with its first run, and stops them some time after
 * its last one. Safe for use by many threads.
 */
@Component
public final class NamespaceWatches implements AutoCloseable {

	private final KubernetesClient client;

	private final LeaseHolder leases;

	private final OrphanDetectors orphans;

	private final ClusterSettings settings;

	private final Timekeeper timekeeper;

	private final Map<String, NamespaceWatch> watches = new HashMap<>();

	public NamespaceWatches(KubernetesClient client, LeaseHolder leases, OrphanDetectors orphans,
			ClusterSettings settings, Timekeeper timekeeper, MeterRegistry registry) {
		this.client = client;
		this.leases = leases;
		this.orphans = orphans;
		this.settings = settings;
		this.timekeeper = timekeeper;
		Gauge.builder("seldon.runs.watches.interrupted", this, NamespaceWatches::countInterrupted)
			.description("Number of interrupted watches, without those of Events")
			.tag("purpose", "runs")
			.register(registry);
	}

	private long countInterrupted() {
		synchronized (watches) {
			return watches.values().stream().mapToLong(watch -> watch.informers().countInterrupted()).sum();
		}
	}

	public RunResourceWatch join(Run run) {
		String namespace = run.request().resource().namespace();
		synchronized (watches) {
			orphans.add(namespace);
			NamespaceWatch watch = watches.get(namespace);
			if (watch == null || watch.informers().isBroken()) {
				if (watch != null) {
					watch.informers().closeOnceStarted();
				}
				watch = new NamespaceWatch(client, namespace, this::scheduleClose, timekeeper);
				watches.put(namespace, watch);
				watch.informers().start();
			}
			return watch.join(run, leases.hold(namespace));
		}
	}

	// The count of joins shows whether a run has joined since.
	private void scheduleClose(NamespaceWatch watch, long joins) {
		timekeeper.after(settings.idleWatches(), () -> closeIfStillIdle(watch, joins));
	}

	private void closeIfStillIdle(NamespaceWatch watch, long joins) {
		synchronized (watches) {
			if (!watch.isIdleSince(joins)) {
				return;
			}
			if (watches.remove(watch.namespace(), watch)) {
				orphans.remove(watch.namespace());
			}
		}
		watch.close();
	}

	@Override
	public void close() {
		List<NamespaceWatch> all;
		synchronized (watches) {
			all = List.copyOf(watches.values());
			watches.clear();
		}
		all.forEach(NamespaceWatch::close);
	}

}
