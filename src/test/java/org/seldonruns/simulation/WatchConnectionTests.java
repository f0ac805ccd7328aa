package org.seldonruns.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The client may act on its watch before the server has its end of it. */
class WatchConnectionTests {

	private final ObjectStore store = new ObjectStore();

	private final Set<WatchConnection> open = ConcurrentHashMap.newKeySet();

	private final FakeClient client = new FakeClient();

	@Test
	void sendsChangesBeforeConnection() {
		create("before");
		WatchConnection watch = watch("");
		create("between");
		this.store.delete(key("before"), false, true);
		open(watch);
		create("after");
		assertThat(this.client.told).containsExactly("ADDED before", "ADDED between", "DELETED before", "ADDED after");
	}

	@Test
	void startsAfterRequestedVersion() {
		create("before");
		WatchConnection watch = watch(Long.toString(this.store.version()));
		create("between");
		open(watch);
		assertThat(this.client.told).containsExactly("ADDED between");
	}

	@Test
	void endsWithAllOthersAlthoughItWasNotYetOpened() {
		WatchConnection watch = watch("");
		this.open.forEach(WatchConnection::close);
		open(watch);
		create("after");
		assertThat(this.client.told).containsExactly("closed");
	}

	private WatchConnection watch(String version) {
		return new WatchConnection(this.store,
				new ApiRequest("watch", ResourceType.CONFIG_MAP, "v1", "any", "", "",
						Map.of("resourceVersion", version), new HttpCall("GET", "", Map.of(), Bytes.NONE)),
				this.open, Runnable::run);
	}

	private void open(WatchConnection watch) {
		watch.opened(this.client);
	}

	private void create(String name) {
		ObjectNode object = Json.object();
		Json.metadata(object).put("name", name);
		this.store.create(key(name), object, false);
	}

	private static ObjectKey key(String name) {
		return new ObjectKey(ResourceType.CONFIG_MAP, "any", name);
	}

	private static final class FakeClient implements WatchConnection.Lines {

		private final List<String> told = new ArrayList<>();

		@Override
		public void send(String line) {
			JsonNode event = Json.read(line);
			this.told.add(event.path("type").asText() + " " + Json.meta(event.path("object"), "name"));
		}

		@Override
		public void end() {
			this.told.add("closed");
		}

	}

}
