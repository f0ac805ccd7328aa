package org.seldonruns.simulation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Answers predictions for the paths that Seldon's service orchestrator serves.
 */
final class StubModel {

	private static final Pattern TENSORFLOW = Pattern.compile("/v1/models/[^/]+:predict");

	private static final Pattern V2 = Pattern.compile("/v2/models/([^/]+)/infer");

	private StubModel() {
	}

	static ModelAnswer answer(PredictionCall call) {
		String path = call.path();
		if ("POST".equals(call.method())) {
			if ("/api/v1.0/predictions".equals(path)) {
				return ModelAnswer.json("{\"data\":{\"names\":[],\"ndarray\":[[0.1,0.9]]},\"meta\":{}}");
			}
			if (TENSORFLOW.matcher(path).matches()) {
				return ModelAnswer.json("{\"predictions\":[[0.1,0.9]]}");
			}
			Matcher v2 = V2.matcher(path);
			if (v2.matches()) {
				return ModelAnswer.json(inference(v2.group(1)).toString());
			}
		}
		return ModelAnswer.of(404, "text/plain; charset=utf-8", Bytes.of("404 page not found\n"));
	}

	private static ObjectNode inference(String model) {
		ObjectNode inference = Json.object().put("model_name", model);
		ObjectNode output = inference.putArray("outputs").addObject().put("name", "predict");
		output.putArray("shape").add(1).add(2);
		output.put("datatype", "FP64").putArray("data").add(0.1).add(0.9);
		return inference;
	}

}
