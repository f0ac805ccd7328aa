package org.seldonruns.simulation;

import java.time.Duration;
import java.util.List;

import org.seldonruns.simulation.HttpAnswer.Ending;

/**
 * The answer of a model to a {@link PredictionCall}, or the way in which it fails to
 * answer. Immutable.
 */
public final class ModelAnswer {

	private final HttpAnswer response;

	private ModelAnswer(HttpAnswer response) {
		this.response = response;
	}

	/**
	 * Returns what a model without a script answers: a prediction for the paths of the
	 * protocols {@code seldon}, {@code tensorflow} and {@code v2}, else 404.
	 */
	public static ModelAnswer standard(PredictionCall call) {
		return StubModel.answer(call);
	}

	/**
	 * Creates an answer with status 200.
	 */
	public static ModelAnswer json(String body) {
		return json(200, body);
	}

	/**
	 * Creates an answer of type {@code application/json}; the body is not checked.
	 */
	public static ModelAnswer json(int status, String body) {
		return of(status, "application/json", Bytes.of(body));
	}

	/**
	 * Creates an answer.
	 * @param contentType empty for none
	 */
	public static ModelAnswer of(int status, String contentType, Bytes body) {
		List<String> headers = contentType.isEmpty() ? List.of() : List.of("Content-Type: " + contentType);
		return new ModelAnswer(HttpAnswer.of(status, headers, body));
	}

	/**
	 * Sends nothing and leaves the connection open until the client closes it.
	 */
	public static ModelAnswer never() {
		return new ModelAnswer(HttpAnswer.CUT.endingWith(0, Ending.STALLED));
	}

	/**
	 * Closes the connection without a response. A real API server does so if the model
	 * closes its connection in the body before the API server has flushed the head.
	 */
	public static ModelAnswer closed() {
		return new ModelAnswer(HttpAnswer.CUT);
	}

	/**
	 * Lets the API server report that nothing listens on the port of the pod.
	 */
	public static ModelAnswer connectionRefused() {
		return unreachable("dial tcp 10.0.0.9:8000: connect: connection refused");
	}

	/**
	 * Lets the API server report that it received no response.
	 * @param error in the words of Go, for example {@code EOF} if the model closed the
	 * connection
	 */
	public static ModelAnswer unreachable(String error) {
		return new ModelAnswer(
				HttpAnswer.refusal(Refusal.serviceUnavailable("error trying to reach service: " + error)));
	}

	/**
	 * Adds a header. In {@code Location}, the API server puts its own path in front of an
	 * absolute path, as a real one does.
	 */
	public ModelAnswer header(String name, String value) {
		return new ModelAnswer(this.response.withHeader(name + ": " + value));
	}

	/**
	 * Sends the answer later. Blocks only the connection of this call.
	 */
	public ModelAnswer after(Duration delay) {
		return new ModelAnswer(this.response.delayed(delay));
	}

	/**
	 * Sends the head with the length of the whole body, but only the first bytes of it,
	 * and closes the connection.
	 */
	public ModelAnswer cutAfter(int bytes) {
		return new ModelAnswer(this.response.endingWith(bytes, Ending.CLOSED));
	}

	/**
	 * Sends the head with the length of the whole body, but only the first bytes of it,
	 * and leaves the connection open until the client closes it.
	 */
	public ModelAnswer stallAfter(int bytes) {
		return new ModelAnswer(this.response.endingWith(bytes, Ending.STALLED));
	}

	HttpAnswer response() {
		return this.response;
	}

}
