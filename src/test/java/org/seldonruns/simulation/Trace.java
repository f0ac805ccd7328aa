package org.seldonruns.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.jspecify.annotations.Nullable;

/**
 * What a real cluster with the real operator said while a manifest of
 * {@code src/test/resources/manifests} was created, scaled to 2 and deleted, in order of
 * arrival.
 *
 * @param name the manifest's file name without its ending
 * @param steps what happened
 */
public record Trace(String name, List<Step> steps) {

	/**
	 * The names of all traces.
	 */
	public static Stream<String> names() {
		return Stream.of("bad-volume", "hpa", "image-pull", "json-with-tabs", "mixed-replicas", "not-reconciled",
				"predictor-replicas", "prepackaged", "refused", "separate-engine", "single", "slow", "unschedulable",
				"v1alpha2");
	}

	/**
	 * Reads a trace from the class path.
	 */
	public static Trace read(String name) {
		String lines = resource("/traces/" + name + ".jsonl");
		if (lines == null) {
			throw new IllegalArgumentException("no trace " + name);
		}
		return new Trace(name, lines.lines().map(Json::read).map(Trace::step).toList());
	}

	/**
	 * Returns the uploaded manifest of the recorded run.
	 */
	public String manifest() {
		String yaml = resource("/manifests/" + this.name + ".yaml");
		String json = (yaml != null) ? yaml : resource("/manifests/" + this.name + ".json");
		if (json == null) {
			throw new IllegalArgumentException("no manifest " + this.name);
		}
		return json;
	}

	/**
	 * What was seen of a kind of object, in order.
	 */
	public Stream<Observation> observations(String kind) {
		return this.steps.stream()
			.filter(Observation.class::isInstance)
			.map(Observation.class::cast)
			.filter((observation) -> observation.kind().equals(kind));
	}

	private static Step step(JsonNode line) {
		Duration at = Duration.ofNanos(Math.round(line.path("ms").asDouble() * 1_000_000));
		String type = line.path("type").asText();
		JsonNode object = line.path("object");
		if ("action".equals(line.path("kind").asText())) {
			return new Action(at, type, object.path("status").asInt(), object.path("body"));
		}
		return new Observation(at, line.path("kind").asText(), type, object);
	}

	private static @Nullable String resource(String path) {
		try (InputStream stream = Trace.class.getResourceAsStream(path)) {
			return (stream != null) ? new String(stream.readAllBytes(), StandardCharsets.UTF_8) : null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Something that happened.
	 */
	public sealed interface Step {

		/** The time since the recording began. */
		Duration at();

	}

	/**
	 * A call of the recorder.
	 *
	 * @param what for example {@code scale to 2 (JSON patch)}
	 * @param status the HTTP status of the answer
	 * @param body the answer, where it was a refusal
	 */
	public record Action(Duration at, String what, int status, JsonNode body) implements Step {

	}

	/**
	 * An event of a watch.
	 *
	 * @param kind the object's kind
	 * @param type {@code ADDED}, {@code MODIFIED} or {@code DELETED}
	 * @param object the object after it
	 */
	public record Observation(Duration at, String kind, String type, JsonNode object) implements Step {

		/** The object as any kind. */
		public GenericKubernetesResource resource() {
			return as(GenericKubernetesResource.class);
		}

		/** The object as a Deployment. */
		public Deployment deployment() {
			return as(Deployment.class);
		}

		/** The object as a pod. */
		public Pod pod() {
			return as(Pod.class);
		}

		/** The object as a Kubernetes Event. */
		public Event event() {
			return as(Event.class);
		}

		/** The object as a model class. */
		public <T> T as(Class<T> type) {
			return Json.as(this.object, type);
		}

	}

}
