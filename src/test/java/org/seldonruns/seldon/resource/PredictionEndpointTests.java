package org.seldonruns.seldon.resource;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** See the comment of {@link PredictionEndpoint} for the source of these rules. */
class PredictionEndpointTests {

	@ParameterizedTest
	@CsvSource(nullValues = "none",
			value = { "none, /api/v1.0/predictions", "seldon, /api/v1.0/predictions",
					"tensorflow, /v1/models/half%20plus:predict", "v2, /v2/models/half%20plus/infer",
					"kfserving, /v2/models/half%20plus/infer" })
	void pathDependsOnProtocol(String protocol, String path) {
		assertThat(endpoints("iris",
				((protocol != null) ? "{protocol: " + protocol + "," : "{")
						+ "predictors: [{name: default, graph: {name: half plus}}]}"))
			.containsExactly(new PredictionEndpoint("default", "iris-default", "http", path));
	}

	@ParameterizedTest
	@CsvSource({ "..,..", "a/b,a%2Fb", "a+b*c,a%2Bb%2Ac", "?#,%3F%23", "é,%C3%A9" })
	void nameOfModelIsOneSegment(String name, String segment) {
		assertThat(endpoints("iris", "{protocol: v2, predictors: [{name: a, graph: {name: '" + name + "'}}]}"))
			.extracting(PredictionEndpoint::path)
			.containsExactly("/v2/models/" + segment + "/infer");
	}

	@Test
	void predictorsWithTrafficAreCalledAndShadowsAreNot() {
		assertThat(endpoints("iris",
				"""
						{predictors: [
						  {name: main, traffic: 75, graph: {name: m}}, {name: canary, traffic: 25, graph: {name: m}},
						  {name: unused, traffic: 0, graph: {name: m}}, {name: shadow, traffic: 100, shadow: true, graph: {name: m}}]}
						"""))
			.extracting(PredictionEndpoint::predictor)
			.containsExactly("main", "canary");
	}

	@Test
	void onlyPredictorThatIsNoShadowNeedsNoTraffic() {
		assertThat(endpoints("iris",
				"{predictors: [{name: main, graph: {name: m}}, {name: mirror, shadow: true, traffic: 10, graph: {name: m}}]}"))
			.extracting(PredictionEndpoint::predictor)
			.containsExactly("main");
	}

	@Test
	void serviceHasNameOfAnnotation() {
		assertThat(endpoints("iris",
				"{predictors: [{name: main, annotations: {seldon.io/svc-name: front}, graph: {name: m}}]}"))
			.extracting(PredictionEndpoint::service)
			.containsExactly("front");
	}

	@Test
	void longNameOfServiceIsShortened() {
		String name = "a-resource-whose-name-alone-takes-fifty-characters";
		assertThat(endpoints(name, "{predictors: [{name: a-long-predictor, graph: {name: m}}]}"))
			.extracting(PredictionEndpoint::service)
			.containsExactly("seldon-" + md5(name + "-a-long-predictor"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "ssl: {certSecretName: tls} | https", "ssl: {} | http", "replicas: 1 | http",
			"ssl: {certSecretName: tls}, annotations: {seldon.io/no-engine: 'true'} | http" })
	void engineWithCertificateIsCalledOverTls(String fields, String scheme) {
		assertThat(endpoints("iris", "{predictors: [{name: main, graph: {name: m}, " + fields + "}]}"))
			.extracting(PredictionEndpoint::scheme)
			.containsExactly(scheme);
	}

	private static String md5(String text) {
		return org.springframework.util.DigestUtils
			.md5DigestAsHex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
	}

	private static java.util.List<PredictionEndpoint> endpoints(String name, String spec) {
		return SeldonDeployment
			.of(new KubernetesSerialization()
				.unmarshal("apiVersion: machinelearning.seldon.io/v1\nkind: SeldonDeployment\nmetadata: {name: " + name
						+ "}\nspec: " + spec.strip().replace("\n", "\n  "), GenericKubernetesResource.class))
			.endpoints();
	}

}
