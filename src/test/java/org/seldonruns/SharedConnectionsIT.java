package org.seldonruns;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The connections between the service and an API server. */
@Timeout(180)
@TestInstance(Lifecycle.PER_CLASS)
@EnabledIfEnvironmentVariable(named = "KUBECONFIG_IT", matches = ".+")
class SharedConnectionsIT {

	/** The default maximum of streams per connection of API servers. */
	private static final int STREAMS = 100;

	/** What OkHttp buffers for a stream that is not read, in bytes. */
	private static final int WINDOW = 16 * 1024 * 1024;

	private static final int LARGE = 900_000;

	private final RealCluster cluster = new RealCluster();

	private final TcpProxy proxy = new TcpProxy(cluster.config().getMasterUrl());

	private final List<Watch> watches = new ArrayList<>();

	private final List<String> namespaces = new ArrayList<>();

	private ConfigurableApplicationContext context;

	private ServiceClient service;

	private KubernetesClient client;

	@BeforeAll
	void start(@TempDir Path folder) {
		context = RealCluster.serve(
				proxy.writeKubeconfig(Path.of(RealCluster.kubeconfig()), folder.resolve("kubeconfig")),
				"--seldon-runs.cluster.idle-watches=0s");
		service = RealCluster.clientOf(context);
		client = context.getBean(KubernetesClient.class);
	}

	@AfterEach
	void closeWatches() {
		watches.forEach(Watch::close);
		watches.clear();
	}

	@AfterAll
	void close() {
		context.close();
		proxy.close();
		namespaces.forEach(name -> cluster.client().namespaces().withName(name).delete());
		cluster.close();
	}

	@Test
	void numberOfConnectionsDependsOnMaxConcurrentStreams() {
		startRuns(1);
		int before = proxy.connections();

		startRuns(19);

		// 10 watches each.
		assertThat(proxy.connections()).isLessThanOrEqualTo(before + 19 * 10 / STREAMS + 1);
		service.cancelAll();
		namespaces.forEach(name -> assertThat(cluster.left(name)).isEmpty());
	}

	/** Each in a namespace of its own, and until it waits for its pods. */
	private void startRuns(int count) {
		Map<String, String> runs = new HashMap<>();
		for (int i = 0; i < count; i++) {
			String namespace = cluster.makeNamespace();
			namespaces.add(namespace);
			runs.put(namespace, service.startText(RealCluster.manifest("waits", "1h"), "?namespace=" + namespace));
		}
		runs.values().forEach(path -> service.awaitStep(path, "AWAIT_READY"));
	}

	@Test
	void moreWatchesThanStreamsNeedNoThreads() {
		int threads = Thread.getAllStackTraces().size();
		Map<Integer, String> seen = new ConcurrentHashMap<>();
		for (int i = 0; i < 3 * STREAMS; i++) {
			int number = i;
			watch(object -> seen.put(number, object.getMetadata().getName()));
		}

		write("everybody", 1);

		await().untilAsserted(() -> assertThat(seen).hasSize(3 * STREAMS).containsValue("everybody"));
		assertThat(client.configMaps().inNamespace(cluster.namespace()).withName("everybody").get()).isNotNull();
		// Those that ask at once may each open one, until the first handshake has ended.
		await().untilAsserted(() -> assertThat(proxy.connections()).isBetween(3, 2 * 3 + 2));
		// OkHttp starts threads to open many streams at once; they end after an idle
		// minute.
		await().atMost(Duration.ofMinutes(2))
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces()).hasSizeLessThan(threads + STREAMS));
	}

	@Test
	void stalledWatchDoesNotBlockOthers() {
		CountDownLatch goOn = new CountDownLatch(1);
		AtomicInteger slow = new AtomicInteger();
		AtomicInteger fast = new AtomicInteger();
		watch(object -> {
			awaitUninterrupted(goOn);
			slow.incrementAndGet();
		});
		watch(object -> fast.incrementAndGet());
		int count = 2 * WINDOW / LARGE;

		for (int i = 0; i < count; i++) {
			write("large-" + i, LARGE);
		}

		await().untilAsserted(() -> assertThat(fast).hasValueGreaterThanOrEqualTo(count));
		assertThat(slow).hasValue(0);
		assertThat(client.namespaces().withName(cluster.namespace()).get()).isNotNull();
		goOn.countDown();
		await().untilAsserted(() -> assertThat(slow).hasValueGreaterThanOrEqualTo(count));
	}

	private static void awaitUninterrupted(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void watch(Consumer<ConfigMap> seen) {
		watches.add(client.configMaps().inNamespace(cluster.namespace()).withLabel("test").watch(new Watcher<>() {

			@Override
			public void eventReceived(Action action, ConfigMap object) {
				seen.accept(object);
			}

			@Override
			public void onClose(WatcherException cause) {
				throw new AssertionError(cause);
			}

		}));
	}

	private void write(String name, int size) {
		cluster.client()
			.resource(new ConfigMapBuilder().withNewMetadata()
				.withName(name)
				.withNamespace(cluster.namespace())
				.addToLabels("test", "")
				.endMetadata()
				.addToData("key", "x".repeat(size))
				.build())
			.create();
	}

}
