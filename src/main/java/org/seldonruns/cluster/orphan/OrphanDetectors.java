package org.seldonruns.cluster.orphan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.ClusterSettings;
import org.seldonruns.cluster.RecoverableResource;
import org.seldonruns.cluster.ResourceRecoverySource;
import org.seldonruns.run.Observation;
import org.seldonruns.run.RunId;
import org.seldonruns.run.request.NamespaceSettings;
import org.seldonruns.time.Timekeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Starts orphan detectors: one per allowed namespace if the settings list namespaces,
 * otherwise one for all namespaces. If the service may not watch all namespaces, it
 * starts one for its own namespace and for each namespace in which it has runs. Safe for
 * use by many threads.
 */
@Component
public final class OrphanDetectors implements ResourceRecoverySource, AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(OrphanDetectors.class);

	private final KubernetesClient client;

	private final LeaseClient leaseClient;

	private final RunMetadata labels;

	private final ClusterSettings settings;

	private final NamespaceSettings allowed;

	private final Timekeeper timekeeper;

	/** The namespaces where this process has or had runs, and its own. */
	private final Set<String> namespaces = new TreeSet<>();

	/** Watches all namespaces, unless the settings name some. */
	private @Nullable OrphanDetectorStarter wide;

	private final Map<String, OrphanDetectorStarter> narrow = new TreeMap<>();

	/** Namespaces without runs, no longer watched once no resource of a run is left. */
	private final Set<String> unused = new TreeSet<>();

	private Consumer<RecoverableResource> found = resource -> {
	};

	private BiConsumer<RunId, Observation> gone = (run, observation) -> {
	};

	private boolean confined;

	private boolean closed;

	public OrphanDetectors(KubernetesClient client, LeaseClient leaseClient, RunMetadata labels,
			ClusterSettings settings, NamespaceSettings allowed, Timekeeper timekeeper, MeterRegistry registry) {
		this.client = client;
		this.leaseClient = leaseClient;
		this.labels = labels;
		this.settings = settings;
		this.allowed = allowed;
		this.timekeeper = timekeeper;
		Gauge.builder("seldon.runs.watches.interrupted", this, OrphanDetectors::countInterrupted)
			.description("Number of interrupted watches, without those of Events")
			.tag("purpose", "orphans")
			.register(registry);
	}

	private synchronized long countInterrupted() {
		return Stream.concat(Stream.ofNullable(wide), narrow.values().stream())
			.mapToLong(OrphanDetectorStarter::countInterrupted)
			.sum();
	}

	@Override
	public synchronized void watch(Consumer<RecoverableResource> foundListener,
			BiConsumer<RunId, Observation> goneListener) {
		if (closed) {
			return;
		}
		found = foundListener;
		gone = goneListener;
		if (!allowed.namespaces().isEmpty()) {
			allowed.namespaces().forEach(this::begin);
			return;
		}
		String own = client.getNamespace();
		if (own != null) {
			namespaces.add(own);
		}
		wide = new OrphanDetectorStarter(() -> detector(null), timekeeper, this::confine, this::widen);
		wide.start();
	}

	private OrphanDetector detector(@Nullable String namespace) {
		return new OrphanDetector(client, namespace, labels, leaseClient, settings.leaseDuration(), timekeeper, found,
				gone);
	}

	private synchronized void confine(String startError) {
		log.warn(
				"Cannot watch all namespaces for orphaned resources of other instances; watching only the namespace of "
						+ "the service and those with its runs: {}",
				startError);
		if (!confined && !closed) {
			confined = true;
			namespaces.forEach(this::begin);
		}
	}

	private synchronized void widen() {
		if (confined) {
			log.info("Watching all namespaces for orphaned resources of other instances again");
			confined = false;
			narrow.values().forEach(OrphanDetectorStarter::close);
			narrow.clear();
		}
	}

	private void begin(String namespace) {
		OrphanDetectorStarter orphanWatch = new OrphanDetectorStarter(() -> detector(namespace), timekeeper,
				startError -> log.warn("Cannot watch namespace {} for orphaned resources of other instances: {}",
						namespace, startError),
				() -> log.debug("Watching namespace {} for orphaned resources of other instances", namespace));
		narrow.put(namespace, orphanWatch);
		orphanWatch.start();
	}

	/** Adds a namespace in which this process has runs. */
	public synchronized void add(String namespace) {
		unused.remove(namespace);
		if (namespaces.add(namespace) && confined && !closed) {
			begin(namespace);
		}
	}

	/**
	 * Removes a namespace in which this process no longer has runs, as soon as it
	 * contains no resource of a run of another process.
	 */
	public synchronized void remove(String namespace) {
		if (allowed.namespaces().isEmpty() && !namespace.equals(client.getNamespace())) {
			unused.add(namespace);
		}
		unused.removeIf(this::removeIfUnused);
	}

	private boolean removeIfUnused(String namespace) {
		OrphanDetectorStarter orphanWatch = narrow.get(namespace);
		if (orphanWatch != null && !orphanWatch.isSettled()) {
			return false;
		}
		if (orphanWatch != null) {
			orphanWatch.close();
			narrow.remove(namespace);
		}
		namespaces.remove(namespace);
		return true;
	}

	@Override
	public void close() {
		List<OrphanDetectorStarter> all;
		synchronized (this) {
			closed = true;
			all = new ArrayList<>(narrow.values());
			if (wide != null) {
				all.add(wide);
			}
		}
		all.forEach(OrphanDetectorStarter::close);
	}

}
