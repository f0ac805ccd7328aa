package org.seldonruns.cluster.client;

import java.io.IOException;
import java.net.ConnectException;
import java.util.List;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class RequestCounterTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final Interceptor.Chain chain = mock(Interceptor.Chain.class);

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
			"POST,   /api/v1/namespaces/n/services/http:iris:http/proxy/a/b, create, services/proxy",
			"GET,    /api/v1/namespaces, list, namespaces", "GET, /api/v1/namespaces/n, get, namespaces",
			"PUT,    /api/v1/namespaces/n/finalize, update, namespaces",
			"GET,    /clusters/one/api/v1/namespaces/n/pods, list, pods", "GET, /readyz, get, none",
			"GET,    /api/v1, get, none" })
	void namesVerbAndResourceAsTheAuditLogDoes(String method, String target, String verb, String resource)
			throws IOException {
		request(method, target, 200);

		assertThat(registry.getMeters()).singleElement()
			.extracting(Meter::getId)
			.satisfies(id -> assertThat(id.getTag("verb")).isEqualTo(verb))
			.satisfies(id -> assertThat(id.getTag("resource")).isEqualTo(resource));
		assertThat(registry.get("seldon.runs.kubernetes.requests").counter().count()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "200, 2xx", "201, 2xx", "302, 3xx", "404, 4xx", "409, 4xx", "429, 429", "500, 5xx", "503, 5xx" })
	void outcomeIsClassOfStatus(int status, String outcome) throws IOException {
		request("GET", "/api/v1/pods", status);

		assertThat(registry.get("seldon.runs.kubernetes.requests").tag("outcome", outcome).counter().count())
			.isEqualTo(1);
	}

	@Test
	void requestWithoutResponseIsAnError() throws IOException {
		given(chain.proceed(any())).willThrow(new ConnectException("refused"));
		given(chain.request()).willReturn(new Request.Builder().url("https://host/api/v1/pods?watch=true").build());

		assertThatExceptionOfType(ConnectException.class)
			.isThrownBy(() -> new RequestCounter(registry).intercept(chain));

		assertThat(registry.get("seldon.runs.kubernetes.requests").tags("outcome", "error", "verb", "watch").counter())
			.satisfies(counter -> assertThat(counter.count()).isEqualTo(1));
	}

	@SuppressWarnings("try") // the response only has to be closed
	private void request(String method, String target, int status) throws IOException {
		Request request = new Request.Builder().url("https://host:6443" + target)
			.method(method, List.of("POST", "PUT", "PATCH").contains(method) ? RequestBody.create("", null) : null)
			.build();
		given(chain.request()).willReturn(request);
		given(chain.proceed(request)).willReturn(
				new Response.Builder().request(request).protocol(Protocol.HTTP_2).code(status).message("").build());
		try (Response unused = new RequestCounter(registry).intercept(chain)) {
			assertThat(unused.code()).isEqualTo(status);
		}
	}

}
