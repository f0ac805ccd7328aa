package org.seldonruns.seldon.resource;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Where a predictor answers predictions over REST. See GetPredictorKey in
 * seldondeployment_types.go of the operator for the name of the Service, and
 * createListener in main.go and Initialise in server.go of the executor for scheme and
 * paths.
 *
 * @param predictor the name of the predictor
 * @param service the name of its Service, whose port has the name {@code http}
 * @param scheme {@code http} or {@code https}
 * @param path the path of the requests, with percent-encoded segments
 */
public record PredictionEndpoint(String predictor, String service, String scheme, String path) {

	/** Returns the endpoint with another path. */
	public PredictionEndpoint withPath(String other) {
		return new PredictionEndpoint(predictor, service, scheme, other);
	}

	/**
	 * Returns the endpoints that serve live traffic: those of predictors with a share of
	 * the traffic, or of the only one that is no shadow. The traffic of a shadow is the
	 * percentage of requests that it mirrors.
	 */
	static List<PredictionEndpoint> of(String resource, JsonTree spec) {
		List<JsonTree> serving = spec.list("predictors")
			.stream()
			.filter(predictor -> !predictor.flag("shadow"))
			.toList();
		return serving.stream()
			.filter(predictor -> serving.size() == 1 || Objects.requireNonNullElse(predictor.integer("traffic"), 0) > 0)
			.map(predictor -> of(resource, predictor, String.valueOf(spec.text("protocol"))))
			.toList();
	}

	private static PredictionEndpoint of(String resource, JsonTree predictor, String protocol) {
		String name = String.valueOf(predictor.text("name"));
		// Only the engine uses the certificate; without it, the model answers itself.
		boolean encrypted = predictor.child("ssl").nonEmptyText("certSecretName") != null
				&& !Predictor.isWithoutEngine(predictor);
		return new PredictionEndpoint(name, service(resource, predictor), encrypted ? "https" : "http",
				path(protocol, String.valueOf(predictor.child("graph").text("name"))));
	}

	/** Returns the name of the Service of a predictor. */
	public static String service(String resource, JsonTree predictor) {
		String given = predictor.child("annotations").text("seldon.io/svc-name");
		return (given != null) ? given : DeploymentNameMatcher.shortened(resource + "-" + predictor.text("name"));
	}

	private static String path(String protocol, String model) {
		return switch (protocol) {
			case "tensorflow" -> "/v1/models/" + encoded(model) + ":predict";
			case "v2", "kfserving" -> "/v2/models/" + encoded(model) + "/infer";
			default -> "/api/v1.0/predictions";
		};
	}

	private static String encoded(String segment) {
		return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
	}

}
