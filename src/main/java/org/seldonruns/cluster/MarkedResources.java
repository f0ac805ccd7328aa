package org.seldonruns.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;
import org.seldonruns.run.NamespaceSettings;
import org.seldonruns.run.Observation;
import org.seldonruns.run.RunId;
import org.seldonruns.time.Timekeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Finds what runs have left by the marks on it: in the namespaces where runs may be
 * played; where those are all, and all may not be seen, in those where this process has
 * had runs, and in its own, until all may be seen.
 */
@Component
final class MarkedResources implements Leftovers, AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(MarkedResources.class);

	private final KubernetesClient client;

	private final OtherLeases otherLeases;

	private final Marks marks;

	private final ClusterSettings settings;

	private final NamespaceSettings allowed;

	private final Timekeeper timekeeper;

	/** The namespaces where this process has or had runs, and its own. */
	private final Set<String> namespaces = new TreeSet<>();

	/** Looks into all namespaces, where runs may be played in all. */
	private @Nullable Lookout wide;

	/** Look into one namespace each. */
	private final List<Lookout> narrow = new ArrayList<>();

	private Consumer<Leftover> found = leftover -> {
	};

	private BiConsumer<RunId, Observation> gone = (run, observation) -> {
	};

	private boolean confined;

	private boolean closed;

	MarkedResources(KubernetesClient client, OtherLeases otherLeases, Marks marks, ClusterSettings settings,
			NamespaceSettings allowed, Timekeeper timekeeper) {
		this.client = client;
		this.otherLeases = otherLeases;
		this.marks = marks;
		this.settings = settings;
		this.allowed = allowed;
		this.timekeeper = timekeeper;
	}

	@Override
	public synchronized void watch(Consumer<Leftover> whatIsFound, BiConsumer<RunId, Observation> whatIsGone) {
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
		wide = new Lookout(() -> scope(null), timekeeper, this::confine, this::widen);
		wide.start();
	}

	private LeftoverScope scope(@Nullable String namespace) {
		return new LeftoverScope(client, namespace, marks, otherLeases, settings.leaseDuration(), timekeeper, found,
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
			narrow.forEach(Lookout::close);
			narrow.clear();
		}
	}

	private void begin(String namespace) {
		Lookout lookout = new Lookout(() -> scope(namespace), timekeeper,
				trouble -> log.warn("What runs have left in namespace {} cannot be seen: {}", namespace, trouble),
				() -> log.debug("What runs have left in namespace {} can be seen", namespace));
		narrow.add(lookout);
		lookout.start();
	}

	/**
	 * Notes that this process has runs in a namespace.
	 * @param namespace where
	 */
	synchronized void lookInto(String namespace) {
		if (namespaces.add(namespace) && confined && !closed) {
			begin(namespace);
		}
	}

	@Override
	public void close() {
		List<Lookout> all;
		synchronized (this) {
			closed = true;
			all = new ArrayList<>(narrow);
			if (wide != null) {
				all.add(wide);
			}
		}
		all.forEach(Lookout::close);
	}

}
