package org.seldonruns.web.waiting;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

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
public class WaitingClients {

	private final StreamSettings settings;

	private final Timekeeper timekeeper;

	/** Each with the name of its caller, which is empty where callers are not known. */
	private final Map<WaitingClient, String> all = new ConcurrentHashMap<>();

	private volatile boolean closed;

	WaitingClients(StreamSettings settings, Timekeeper timekeeper, MeterRegistry registry) {
		this.settings = settings;
		this.timekeeper = timekeeper;
		registry.gaugeMapSize("seldon.runs.clients.waiting", Tags.empty(), all);
	}

	/**
	 * Lets a client wait.
	 * @param caller who calls; none where callers are not known
	 * @param source subscribes what is to be called at each change
	 * @return the client, to be closed by whoever asked; empty where as many wait as may
	 */
	public synchronized Optional<WaitingClient> admit(@Nullable String caller,
			Function<Runnable, Subscription> source) {
		if (all.size() >= settings.maxClients() || (caller != null && waitingOf(caller) >= settings.maxPerCaller())) {
			return Optional.empty();
		}
		WaitingClient client = new WaitingClient(timekeeper, source, all::remove);
		all.put(client, (caller != null) ? caller : "");
		if (closed) {
			client.dismiss();
		}
		return Optional.of(client);
	}

	private long waitingOf(String caller) {
		return all.values().stream().filter(caller::equals).count();
	}

	/** Dismisses all: what stops first when the service stops. */
	@EventListener(ContextClosedEvent.class)
	void close() {
		closed = true;
		all.keySet().forEach(WaitingClient::dismiss);
	}

}
