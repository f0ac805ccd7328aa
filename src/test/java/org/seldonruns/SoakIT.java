package org.seldonruns;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.seldonruns.ProxyFault.Cut;
import org.seldonruns.ProxyFault.Request;
import org.seldonruns.ProxyFault.Silence;
import tools.jackson.databind.JsonNode;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Runs with faults at random. The system properties {@code soak.duration} (ISO-8601) and
 * {@code soak.seed} say how long, and which faults; the seed is printed.
 */
@TestInstance(Lifecycle.PER_CLASS)
@EnabledIfEnvironmentVariable(named = "KUBECONFIG_IT", matches = ".+")
class SoakIT {

	private static final Duration DURATION = Duration.parse(System.getProperty("soak.duration", "PT1M"));

	private static final long SEED = Long.getLong("soak.seed", System.nanoTime());

	private static final int MOST_LIVE = 15;

	/** What may come of a run when somebody else deletes its resource. */
	private static final Set<String> VERDICTS = Set.of("", "DELETED_BY_ANOTHER");

	private static final List<ProxyFault> FAULTS = List.of(ProxyFault.answer(429), ProxyFault.answer(500),
			ProxyFault.answer(503), new Cut(false), new Cut(true), new Silence(false), new Silence(true));

	private final Random random = new Random(SEED);

	private final RealCluster cluster = new RealCluster();

	private final FaultProxy proxy = new FaultProxy(cluster.config());

	private final Map<String, String> live = new LinkedHashMap<>();

	private ConfigurableApplicationContext context;

	private ServiceClient service;

	private int started;

	private int succeeded;

	@BeforeAll
	void start(@TempDir Path folder) {
		context = RealCluster.serve(proxy.writeKubeconfig(folder.resolve("kubeconfig")),
				"--seldon-runs.cluster.request-timeout=2s", "--seldon-runs.cluster.write-timeout=2s");
		service = RealCluster.clientOf(context);
	}

	@AfterAll
	void close() {
		context.close();
		proxy.close();
		cluster.close();
	}

	@Test
	void everyRunFinishesAndLeavesNoResources() {
		System.out.printf("Soak of %s with -Dsoak.seed=%d%n", DURATION, SEED);
		long start = System.nanoTime();
		while (System.nanoTime() - start < DURATION.toNanos()) {
			startOne();
			disturb();
			awaitFewerThan(MOST_LIVE);
		}
		awaitFewerThan(1);
		System.out.printf("Soak: %d of %d runs succeeded%n", succeeded, started);
		assertThat(succeeded).isPositive();
		cluster.assertNothingIsLeft();
	}

	private void startOne() {
		String name = "soak-" + started++;
		for (String write : List.of("POST", "PATCH", "DELETE")) {
			if (random.nextInt(3) == 0) {
				proxy.plan(1 + random.nextInt(2), Request.write(write, name),
						FAULTS.get(random.nextInt(FAULTS.size())));
			}
		}
		live.put(name, service.startText(RealCluster.manifest(name, random.nextInt(3) + "s"),
				"?namespace=" + cluster.namespace() + "&timeout=2m"));
	}

	private void disturb() {
		switch (random.nextInt(8)) {
			case 0 -> proxy.dropWatches();
			case 1 -> proxy.plan(1 + random.nextInt(5), Request::isWatch,
					ProxyFault.answer(List.of(410, 429, 500, 503).get(random.nextInt(4))));
			case 2 -> cluster.resource(List.copyOf(live.keySet()).get(random.nextInt(live.size()))).delete();
			case 3 -> {
				Runnable release = proxy.hold(Request::isWatch);
				pause();
				release.run();
			}
			default -> pause();
		}
	}

	private void pause() {
		Duration pause = Duration.ofMillis(random.nextInt(1000));
		await().pollDelay(pause).until(() -> true);
	}

	private void awaitFewerThan(int most) {
		await().atMost(Duration.ofMinutes(5)).until(() -> {
			live.entrySet().removeIf(each -> isOver(each.getKey(), service.body(each.getValue())));
			return live.size() < most;
		});
	}

	private boolean isOver(String name, JsonNode run) {
		if (run.path("finishedAt").isNull()) {
			return false;
		}
		String cause = run.path("failure").path("cause").asString("");
		assertThat(VERDICTS).as("%s", run).contains(cause);
		assertThat(run.path("cleanup").isNull()).as("%s", run).isTrue();
		assertThat(cluster.resource(name).get()).as("%s", run).isNull();
		succeeded += cause.isEmpty() ? 1 : 0;
		return true;
	}

}
