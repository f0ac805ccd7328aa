package org.seldonruns.lifecycle.prediction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.seldonruns.cluster.Cluster;
import org.seldonruns.lifecycle.step.ContainerLogs;
import org.seldonruns.lifecycle.step.RunContext;
import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.prediction.Answer;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.OwnedPod;
import org.seldonruns.seldon.resource.PredictionEndpoint;
import org.seldonruns.time.Durations;

/** Explains why predictions to one predictor failed. */
final class PredictionFailures {

	private static final int FORBIDDEN = 403;

	/** The number of containers whose logs are read. */
	private static final int CONTAINERS = 3;

	private final Cluster cluster;

	private final RunContext context;

	private final PredictionEndpoint endpoint;

	PredictionFailures(Cluster cluster, RunContext context, PredictionEndpoint endpoint) {
		this.cluster = cluster;
		this.context = context;
		this.endpoint = endpoint;
	}

	Diagnosis unsafePath(String violation) {
		return Diagnosis.of(Cause.PREDICTION_FAILED,
				"the path of predictor %s %s; nothing was sent".formatted(endpoint.predictor(), violation));
	}

	Diagnosis noService() {
		return Diagnosis.of(Cause.PREDICTION_UNREACHABLE,
				"the resource owns no Service %s, which clients of predictor %s use; nothing was sent. With the annotation seldon.io/svc-name, another resource may own it"
					.formatted(endpoint.service(), endpoint.predictor()));
	}

	Diagnosis unexpected(Answer answer, String violation) {
		return diagnosis("the answer of predictor %s %s".formatted(endpoint.predictor(), violation),
				Stream.of("status %d, %d bytes of %s%s".formatted(answer.status(), answer.size(),
						(answer.contentType() != null) ? answer.contentType() : "unknown type",
						answer.complete() ? "" : ", and more that was not read")),
				List.of("answer of predictor %s:\n%s".formatted(endpoint.predictor(), answer.excerpt())));
	}

	Diagnosis timedOut(Duration timeout) {
		return diagnosis(
				"predictor %s did not answer within %s: the model is too slow, or a firewall or a NetworkPolicy drops the packets of the API server"
					.formatted(endpoint.predictor(), Durations.of(timeout)),
				Stream.of(), List.of());
	}

	Diagnosis stepTimedOut(int answered, int wanted, Duration timeout) {
		return Diagnosis.of(Cause.TIMED_OUT, "predictor %s answered %d of %d predictions within the timeout of %s"
			.formatted(endpoint.predictor(), answered, wanted, Durations.of(timeout)));
	}

	Diagnosis broken(String message) {
		return diagnosis("predictor %s did not answer completely: %s".formatted(endpoint.predictor(), message),
				Stream.of(), List.of());
	}

	Diagnosis unreachable(String message) {
		return new Diagnosis(Cause.PREDICTION_UNREACHABLE,
				"the API server cannot reach Service %s of predictor %s: %s. Usual reasons are a firewall between the control plane and the nodes, a NetworkPolicy, or a service mesh that accepts only mutual TLS"
					.formatted(endpoint.service(), endpoint.predictor(), message),
				List.of(request()), logs());
	}

	Diagnosis rejected(int code, String message) {
		String hint = (code == FORBIDDEN)
				? ". The service lacks the permission to create services/proxy, which the component k8s/components/predictions grants"
				: "";
		return new Diagnosis(Cause.REFUSED, "the API server rejected the prediction to predictor %s with %d: %s%s"
			.formatted(endpoint.predictor(), code, message, hint), List.of(request()));
	}

	Diagnosis unavailable(String message) {
		return new Diagnosis(Cause.CLUSTER_UNREACHABLE, message, List.of(request()));
	}

	private Diagnosis diagnosis(String explanation, Stream<String> evidence, List<String> answers) {
		return new Diagnosis(Cause.PREDICTION_FAILED, explanation,
				Stream.concat(Stream.of(request()), evidence).toList(), logs(), answers);
	}

	private String request() {
		return "POST %s to port http of Service %s, through the API server".formatted(endpoint.path(),
				endpoint.service());
	}

	/** Reads the logs of one pod of the predictor. */
	private List<String> logs() {
		List<String> logs = new ArrayList<>();
		if (context.watch().state() instanceof Present present) {
			present.podsOf(endpoint.predictor())
				.stream()
				.filter(OwnedPod::isReady)
				.findFirst()
				.ifPresent(pod -> pod.containers()
					.stream()
					.filter(container -> !container.init())
					.limit(CONTAINERS)
					.forEach(container -> logs.addAll(ContainerLogs.read(cluster, context.run().request().resource(),
							pod.name(), container.name(), false))));
		}
		return logs;
	}

}
