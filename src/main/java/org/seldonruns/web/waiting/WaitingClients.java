package org.seldonruns.web.waiting;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import org.seldonruns.run.Subscription;
import org.seldonruns.time.Timekeeper;

/**
 * Limits the number of open streams and waiting requests, and ends them when the service
 * stops. Thread-safe.
 */
@Component
public class WaitingClients {

	private final WaitingSettings settings;

	private final Timekeeper timekeeper;

	/** The clients with the names of their callers, empty without authentication. */
	private final Map<WaitingClient, String> clients = new ConcurrentHashMap<>();

	private volatile boolean closed;

	WaitingClients(WaitingSettings settings, Timekeeper timekeeper, MeterRegistry registry) {
		this.settings = settings;
		this.timekeeper = timekeeper;
		Gauge.builder("seldon.runs.clients.waiting", clients, Map::size)
			.description("Number of open streams and waiting requests")
			.register(registry);
	}

	/**
	 * Adds a client unless a limit is reached.
	 * @param caller the name of the caller; null without authentication
	 * @return the client, which the caller of this method must close; empty if a limit is
	 * reached
	 */
	public synchronized Optional<WaitingClient> admit(@Nullable String caller,
			Function<Runnable, Subscription> source) {
		if (clients.size() >= settings.maxClients() || (caller != null && count(caller) >= settings.maxPerCaller())) {
			return Optional.empty();
		}
		WaitingClient client = new WaitingClient(timekeeper, source, clients::remove);
		clients.put(client, (caller != null) ? caller : "");
		if (closed) {
			client.dismiss();
		}
		return Optional.of(client);
	}

	private long count(String caller) {
		return clients.values().stream().filter(caller::equals).count();
	}

	/** Dismisses all clients, before the server stops accepting requests. */
	@EventListener(ContextClosedEvent.class)
	void close() {
		closed = true;
		clients.keySet().forEach(WaitingClient::dismiss);
	}

}
