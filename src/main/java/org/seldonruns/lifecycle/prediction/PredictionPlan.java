package org.seldonruns.lifecycle.prediction;

import org.jspecify.annotations.Nullable;
import org.seldonruns.run.request.PredictionParameters;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.run.request.Upload;
import org.seldonruns.run.request.UploadParts;
import org.seldonruns.seldon.resource.PredictionEndpoint;

/**
 * The predictions to send to each predictor.
 *
 * @param schema the JSON Schema of the answers; null if they are not checked
 */
public record PredictionPlan(Upload body, int count, @Nullable String path, @Nullable AnswerSchema schema) {

	/**
	 * The number of bytes to keep of an answer that is not checked: enough for the
	 * excerpt and for an error of the API server.
	 */
	public static final int KEPT = 16 * 1024;

	/**
	 * Reads the plan of a run.
	 * @throws IllegalStateException if the run sends no predictions, or if another
	 * process started it, since the body is unknown then
	 */
	public static PredictionPlan of(RunRequest request) {
		PredictionParameters parameters = request.parameters().predictions();
		UploadParts parts = request.parts();
		Upload body = (parts != null) ? parts.request() : null;
		if (parameters == null || parts == null || body == null) {
			throw new IllegalStateException("the predictions of the run are unknown");
		}
		Upload expect = parts.expect();
		return new PredictionPlan(body, parameters.count(), parameters.path(),
				(expect != null) ? AnswerSchema.parse(expect.bytes()) : null);
	}

	/** Returns the endpoint with the requested path, if there is one. */
	public PredictionEndpoint at(PredictionEndpoint endpoint) {
		return (path != null) ? endpoint.withPath(path) : endpoint;
	}

	/** Returns the number of bytes of an answer that are needed. */
	int keep() {
		return (schema != null) ? Integer.MAX_VALUE : KEPT;
	}

}
