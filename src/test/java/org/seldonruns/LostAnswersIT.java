package org.seldonruns;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.seldonruns.ProxyFault.Cut;
import org.seldonruns.ProxyFault.Request;
import org.seldonruns.ProxyFault.Silence;
import tools.jackson.databind.JsonNode;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Errors, lost answers and lost requests at each of a run's three writes. All runs are
 * under way at once.
 */
@TestInstance(Lifecycle.PER_CLASS)
@EnabledIfEnvironmentVariable(named = "KUBECONFIG_IT", matches = ".+")
class LostAnswersIT {

	private static final List<String> WRITES = List.of("POST", "PATCH", "DELETE");

	private static final Map<String, ProxyFault> FAULTS = faults();

	private final RealCluster cluster = new RealCluster();

	private final FaultProxy proxy = new FaultProxy(cluster.config());

	private final Map<String, String> runs = new LinkedHashMap<>();

	private ConfigurableApplicationContext context;

	private ServiceClient service;

	private static Map<String, ProxyFault> faults() {
		Map<String, ProxyFault> faults = new LinkedHashMap<>();
		faults.put("429", ProxyFault.answer(429));
		faults.put("500", ProxyFault.answer(500));
		faults.put("503", ProxyFault.answer(503));
		faults.put("request-lost", new Cut(false));
		faults.put("answer-lost", new Cut(true));
		faults.put("no-answer", new Silence(false));
		faults.put("no-answer-but-performed", new Silence(true));
		return faults;
	}

	static Stream<String> names() {
		return WRITES.stream().flatMap(write -> FAULTS.keySet().stream().map(fault -> name(write, fault)));
	}

	private static String name(String write, String fault) {
		return write.toLowerCase(Locale.ROOT) + "-" + fault;
	}

	@BeforeAll
	void startAll(@TempDir Path folder) {
		context = RealCluster.serve(proxy.writeKubeconfig(folder.resolve("kubeconfig")),
				"--seldon-runs.cluster.request-timeout=2s", "--seldon-runs.cluster.write-timeout=2s");
		service = RealCluster.clientOf(context);
		for (String write : WRITES) {
			FAULTS.forEach((fault, what) -> {
				String name = name(write, fault);
				proxy.plan(1, Request.write(write, name), what);
				runs.put(name, service.startText(RealCluster.manifest(name, "0s"),
						"?namespace=" + cluster.namespace() + "&timeout=1m"));
			});
		}
	}

	@AfterAll
	void close() {
		context.close();
		proxy.close();
		cluster.close();
	}

	@ParameterizedTest
	@MethodSource("names")
	void runSucceedsDespiteLostResponses(String name) {
		JsonNode run = service.awaitEnd(String.valueOf(runs.get(name)));

		assertThat(run.path("status").asString()).as("%s", run).isEqualTo("SUCCEEDED");
		cluster.assertCreatedOnce(name);
		assertThat(cluster.resource(name).get()).isNull();
	}

	@Test
	void leavesNoResourcesAfterAnyFault() {
		runs.values().forEach(service::awaitEnd);

		cluster.assertNothingIsLeft();
		assertThat(proxy.left()).isZero();
	}

}
