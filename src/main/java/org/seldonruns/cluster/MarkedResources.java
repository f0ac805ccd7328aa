package org.seldonruns.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;
import org.seldonruns.run.NamespaceSettings;
import org.seldonruns.time.Timekeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Finds what runs have left by the marks on it: in the namespaces where runs may be
 * played; where those are all, and all may not be seen, in those where this process has
 * had runs, and in its own.
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

	private final List<LeftoverScope> scopes = new ArrayList<>();

	private Consumer<Leftover> found = leftover -> {
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
	public synchronized void watch(Consumer<Leftover> whatIsFound) {
		found = whatIsFound;
		if (!allowed.namespaces().isEmpty()) {
			allowed.namespaces().forEach(this::begin);
			return;
		}
		String own = client.getNamespace();
		if (own != null) {
			namespaces.add(own);
		}
		begin(null, this::confine);
	}

	private void begin(@Nullable String namespace, Consumer<String> whenBlind) {
		if (closed) {
			return;
		}
		LeftoverScope scope = new LeftoverScope(client, namespace, marks, otherLeases, settings.leaseDuration(),
				timekeeper, found);
		scopes.add(scope);
		var unused = scope.ready().thenAccept(trouble -> trouble.ifPresent(whenBlind));
		scope.start();
	}

	private synchronized void confine(String trouble) {
		log.warn("What runs have left cannot be seen in all namespaces, so only in those where this process has runs"
				+ " and in its own: {}", trouble);
		scopes.forEach(LeftoverScope::close);
		scopes.clear();
		confined = true;
		namespaces.forEach(this::begin);
	}

	private void begin(String namespace) {
		begin(namespace,
				trouble -> log.warn("What runs have left in namespace {} cannot be seen: {}", namespace, trouble));
	}

	/**
	 * Notes that this process has runs in a namespace.
	 * @param namespace where
	 */
	synchronized void lookInto(String namespace) {
		if (namespaces.add(namespace) && confined) {
			begin(namespace);
		}
	}

	@Override
	public void close() {
		List<LeftoverScope> all;
		synchronized (this) {
			closed = true;
			all = List.copyOf(scopes);
		}
		all.forEach(LeftoverScope::close);
	}

}
