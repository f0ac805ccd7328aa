package org.seldonruns.web;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import org.seldonruns.run.Subscription;
import org.seldonruns.time.Timekeeper;

/**
 * The clients whose requests stay open until something changes: so many as may, and none
 * once the service stops. Safe for use by many threads.
 */
@Component
class WaitingClients {

	private final StreamSettings settings;

	private final Timekeeper timekeeper;

	private final Set<WaitingClient> all = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	WaitingClients(StreamSettings settings, Timekeeper timekeeper, MeterRegistry registry) {
		this.settings = settings;
		this.timekeeper = timekeeper;
		registry.gaugeCollectionSize("seldon.runs.clients.waiting", Tags.empty(), all);
	}

	/**
	 * Lets a client wait.
	 * @param source subscribes what is to be called at each change
	 * @return the client, to be closed by whoever asked; empty where as many wait as may
	 */
	Optional<WaitingClient> admit(Function<Runnable, Subscription> source) {
		if (all.size() >= settings.maxClients()) {
			return Optional.empty();
		}
		WaitingClient client = new WaitingClient(timekeeper, source, all::remove);
		all.add(client);
		if (closed) {
			client.dismiss();
		}
		return Optional.of(client);
	}

	/** Dismisses all: what stops first when the service stops. */
	@EventListener(ContextClosedEvent.class)
	void close() {
		closed = true;
		all.forEach(WaitingClient::dismiss);
	}

}
