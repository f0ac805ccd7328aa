package org.seldonruns.cluster.orphan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.ClusterSettings;
import org.seldonruns.cluster.OrphanSource;
import org.seldonruns.cluster.OrphanedResource;
import org.seldonruns.run.NamespaceSettings;
import org.seldonruns.run.Observation;
import org.seldonruns.run.RunId;
import org.seldonruns.time.Timekeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Finds the resources that runs have left, by their labels and annotations: in the
 * allowed namespaces if the settings name them, else in all namespaces. If the service
 * may not see all namespaces, it looks into its own and into those where it has runs.
 */
@Component
public final class OrphanController implements OrphanSource, AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(OrphanController.class);

	private final KubernetesClient client;

	private final LeaseClient otherLeases;

	private final RunLabels marks;

	private final ClusterSettings settings;

	private final NamespaceSettings allowed;

	private final Timekeeper timekeeper;

	/** The namespaces where this process has or had runs, and its own. */
	private final Set<String> namespaces = new TreeSet<>();

	/** Looks into all namespaces, where runs may be played in all. */
	private @Nullable OrphanWatch wide;

	/** Look into one namespace each. */
	private final Map<String, OrphanWatch> narrow = new TreeMap<>();

	/** The namespaces without runs that are given up once nothing is left there. */
	private final Set<String> unused = new TreeSet<>();

	private Consumer<OrphanedResource> found = leftover -> {
	};

	private BiConsumer<RunId, Observation> gone = (run, observation) -> {
	};

	private boolean confined;

	private boolean closed;

	public OrphanController(KubernetesClient client, LeaseClient otherLeases, RunLabels marks, ClusterSettings settings,
			NamespaceSettings allowed, Timekeeper timekeeper) {
		this.client = client;
		this.otherLeases = otherLeases;
		this.marks = marks;
		this.settings = settings;
		this.allowed = allowed;
		this.timekeeper = timekeeper;
	}

	@Override
	public synchronized void watch(Consumer<OrphanedResource> whatIsFound, BiConsumer<RunId, Observation> whatIsGone) {
		if (closed) {
			return;
		}
		found = whatIsFound;
		gone = whatIsGone;
		if (!allowed.namespaces().isEmpty()) {
			allowed.namespaces().forEach(this::begin);
			return;
		}
		String own = client.getNamespace();
		if (own != null) {
			namespaces.add(own);
		}
		wide = new OrphanWatch(() -> scope(null), timekeeper, this::confine, this::widen);
		wide.start();
	}

	private OrphanDetector scope(@Nullable String namespace) {
		return new OrphanDetector(client, namespace, marks, otherLeases, settings.leaseDuration(), timekeeper, found,
				gone);
	}

	private synchronized void confine(String trouble) {
		log.warn("What runs have left cannot be seen in all namespaces, so only in those where this process has runs"
				+ " and in its own: {}", trouble);
		if (!confined && !closed) {
			confined = true;
			namespaces.forEach(this::begin);
		}
	}

	private synchronized void widen() {
		if (confined) {
			log.info("What runs have left can be seen in all namespaces now");
			confined = false;
			narrow.values().forEach(OrphanWatch::close);
			narrow.clear();
		}
	}

	private void begin(String namespace) {
		OrphanWatch lookout = new OrphanWatch(() -> scope(namespace), timekeeper,
				trouble -> log.warn("What runs have left in namespace {} cannot be seen: {}", namespace, trouble),
				() -> log.debug("What runs have left in namespace {} can be seen", namespace));
		narrow.put(namespace, lookout);
		lookout.start();
	}

	/**
	 * Notes that this process has runs in a namespace.
	 * @param namespace where
	 */
	public synchronized void lookInto(String namespace) {
		unused.remove(namespace);
		if (namespaces.add(namespace) && confined && !closed) {
			begin(namespace);
		}
	}

	/**
	 * Gives a namespace up in which this process has no runs any more, as soon as no
	 * resource of another process's run is there.
	 * @param namespace the namespace
	 */
	public synchronized void leave(String namespace) {
		if (allowed.namespaces().isEmpty() && !namespace.equals(client.getNamespace())) {
			unused.add(namespace);
		}
		unused.removeIf(this::isGivenUp);
	}

	private boolean isGivenUp(String namespace) {
		OrphanWatch lookout = narrow.get(namespace);
		if (lookout != null && !lookout.isSettled()) {
			return false;
		}
		if (lookout != null) {
			lookout.close();
			narrow.remove(namespace);
		}
		namespaces.remove(namespace);
		return true;
	}

	@Override
	public void close() {
		List<OrphanWatch> all;
		synchronized (this) {
			closed = true;
			all = new ArrayList<>(narrow.values());
			if (wide != null) {
				all.add(wide);
			}
		}
		all.forEach(OrphanWatch::close);
	}

}
