package org.seldonruns.simulation;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import org.seldonruns.simulation.ObjectStore.Action;
import org.seldonruns.simulation.ObjectStore.Change;

/**
 * The watch of a client. It sends the changes after the requested version, or after the
 * arrival of the request. An object that starts or ceases to match the selectors is sent
 * as added or deleted.
 */
final class WatchConnection {

	private final ObjectStore store;

	private final ApiRequest request;

	private final Predicate<JsonNode> filter;

	private final Set<WatchConnection> open;

	private final Consumer<Change> listener;

	/** The objects at the arrival of the request, for a watch that starts with them. */
	private final List<Change> present;

	/** The version of which the client knows by its request, or by what was present. */
	private final long known;

	private volatile @Nullable Lines lines;

	private volatile boolean ended;

	/**
	 * Makes a watch. It starts here: the connection is opened only after the client got
	 * its answer, and what happens in between is the client's to see.
	 * @param sender sends, one after the other, and not while the store is locked
	 */
	WatchConnection(ObjectStore store, ApiRequest request, Set<WatchConnection> open, Executor sender) {
		this.store = store;
		this.request = request;
		this.filter = request.filter();
		this.open = open;
		this.listener = (change) -> sender.execute(() -> tell(change));
		String from = request.parameter("resourceVersion");
		synchronized (store) {
			boolean fromVersion = !from.isEmpty() && !"0".equals(from);
			this.present = fromVersion ? List.of() : store.present(request.type());
			this.known = fromVersion ? Long.parseLong(from) : store.version();
		}
		open.add(this);
	}

	void opened(Lines lines) {
		this.lines = lines;
		if (this.ended) {
			close();
			return;
		}
		this.present.forEach(this.listener);
		try {
			this.store.listen(this.listener, this.known);
		}
		catch (Refusal ex) {
			send(lines, "ERROR", Json.of(ex.status()));
			close();
		}
	}

	/** The client is gone. */
	void closed() {
		end();
	}

	/** Ends the watch from the server's side, as a restart of the server would. */
	void close() {
		end();
		Lines opened = this.lines;
		if (opened != null) {
			opened.end();
		}
	}

	private void end() {
		this.ended = true;
		this.store.ignore(this.listener);
		this.open.remove(this);
	}

	private void tell(Change change) {
		Lines opened = this.lines;
		if (opened == null || change.key().type() != this.request.type()) {
			return;
		}
		boolean before = change.before() != null && this.filter.test(change.before());
		boolean after = change.action() != Action.DELETED && this.filter.test(change.after());
		if (before || after) {
			Action action = !before ? Action.ADDED : after ? Action.MODIFIED : Action.DELETED;
			send(opened, action.name(), this.request.present(change.after()));
		}
	}

	private static void send(Lines lines, String type, ObjectNode object) {
		lines.send(Json.object().put("type", type).set("object", object).toString());
	}

	/** The way to the client. */
	interface Lines {

		void send(String line);

		void end();

	}

}
