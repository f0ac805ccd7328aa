package org.seldonruns.cluster.client;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;

class RequestCounterTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@ParameterizedTest
	@CsvSource({
			"POST,   /apis/machinelearning.seldon.io/v1/namespaces/n/seldondeployments?fieldManager=m, create, seldondeployments",
			"GET,    /apis/machinelearning.seldon.io/v1/namespaces/n/seldondeployments/iris, get, seldondeployments",
			"PATCH,  /apis/machinelearning.seldon.io/v1/namespaces/n/seldondeployments/iris, patch, seldondeployments",
			"PUT,    /apis/machinelearning.seldon.io/v1/namespaces/n/seldondeployments/iris, update, seldondeployments",
			"DELETE, /apis/machinelearning.seldon.io/v1/namespaces/n/seldondeployments/iris, delete, seldondeployments",
			"DELETE, /apis/machinelearning.seldon.io/v1/namespaces/n/seldondeployments, deletecollection, seldondeployments",
			"GET,    /api/v1/namespaces/n/pods?labelSelector=a, list, pods",
			"GET,    /api/v1/namespaces/n/pods?allowWatchBookmarks=true&watch=true, watch, pods",
			"GET,    /api/v1/pods, list, pods", "GET, /api/v1/namespaces/n/pods/p/log, get, pods",
			"GET,    /apis/apps/v1/namespaces/n/deployments, list, deployments",
			"GET,    /api/v1/namespaces, list, namespaces", "GET, /api/v1/namespaces/n, get, namespaces",
			"PUT,    /api/v1/namespaces/n/finalize, update, namespaces",
			"GET,    /clusters/one/api/v1/namespaces/n/pods, list, pods", "GET, /readyz, get, none",
			"GET,    /api/v1, get, none" })
	void namesVerbAndResourceAsTheAuditLogDoes(String method, String target, String verb, String resource) {
		new RequestCounter(registry).before(Mockito.mock(BasicBuilder.class),
				new Request(method, URI.create("https://host:6443" + target)),
				Mockito.mock(Interceptor.RequestTags.class));

		assertThat(registry.getMeters()).singleElement()
			.extracting(Meter::getId)
			.satisfies(id -> assertThat(id.getTag("verb")).isEqualTo(verb))
			.satisfies(id -> assertThat(id.getTag("resource")).isEqualTo(resource));
		assertThat(registry.get("seldon.runs.kubernetes.requests").counter().count()).isEqualTo(1);
	}

	private record Request(String method, URI uri) implements HttpRequest {

		@Override
		public UUID id() {
			return new UUID(0, 0);
		}

		@Override
		public List<String> headers(String key) {
			return List.of();
		}

		@Override
		public Map<String, List<String>> headers() {
			return Map.of();
		}

		@Override
		public String bodyString() {
			return "";
		}

	}

}
