package org.seldonruns.seldon.symptom;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.fabric8.kubernetes.api.model.Event;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.seldonruns.seldon.readiness.Recording;
import org.seldonruns.seldon.resource.ObservedState.Present;
import org.seldonruns.seldon.resource.OwnedDeployment;
import org.seldonruns.seldon.resource.OwnedPod;
import org.seldonruns.seldon.resource.SeenEvent;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.seldon.symptom.Symptom.Certainty;
import org.seldonruns.seldon.symptom.Symptom.Kind;
import org.seldonruns.simulation.Trace;
import org.seldonruns.simulation.Trace.Observation;

import static org.assertj.core.api.Assertions.assertThat;

/** The symptoms in what a real cluster said, event by event. */
class SymptomsTraceTests {

	static List<Recording> readyOnes() {
		return Recording.ofReadyOnes();
	}

	@ParameterizedTest
	@MethodSource("readyOnes")
	void healthyRecordingsHaveNoSymptoms(Recording recording) {
		List<Present> states = states(recording.name());

		assertThat(states.stream().filter(state -> SeldonDeployment.AVAILABLE.equals(state.resource().state())))
			.isNotEmpty()
			.allSatisfy(state -> assertThat(Symptoms.of(state)).isEmpty());
		assertThat(states.stream().flatMap(state -> Symptoms.of(state).stream()))
			.allSatisfy(symptom -> assertThat(symptom.certainty()).isEqualTo(Certainty.POSSIBLE));
	}

	@Test
	void imagePullPrecedesItsConsequences() {
		List<Symptom> symptoms = Symptoms.of(states("image-pull").getLast());

		assertThat(symptoms).extracting(Symptom::kind)
			.containsExactly(Kind.IMAGE_PULL, Kind.PROGRESS_DEADLINE, Kind.OPERATOR_FAILED);
		assertThat(symptoms.getFirst().explanation())
			.matches("The image registry\\.invalid/no-such-image:1 of container classifier in pod image-pull-default-0-"
					+ "classifier-\\S+ cannot be pulled: held by .*\\. 1 other container has the same problem\\.");
	}

	@Test
	void detectsUnschedulablePod() {
		assertThat(Symptoms.of(states("unschedulable").getLast())).singleElement().satisfies(symptom -> {
			assertThat(symptom.kind()).isEqualTo(Kind.UNSCHEDULABLE);
			assertThat(symptom.explanation())
				.endsWith(": 0/1 nodes are available: persistentvolumeclaim \"missing\" not found. not found.");
		});
	}

	@Test
	void detectsFailureOfOperator() {
		assertThat(Symptoms.of(states("bad-volume").getLast())).singleElement().satisfies(symptom -> {
			assertThat(symptom.kind()).isEqualTo(Kind.OPERATOR_FAILED);
			assertThat(symptom.explanation()).isEqualTo("The operator reports the state Failed: "
					+ "Deployment.apps \"bad-volume-default-0-classifier\" is invalid: "
					+ "spec.template.spec.containers[0].volumeMounts[0].name: Not found: \"missing\".");
		});
	}

	@Test
	void detectsMissingOperator() {
		assertThat(states("not-reconciled")).isNotEmpty()
			.allSatisfy(state -> assertThat(Symptoms.of(state)).extracting(Symptom::kind)
				.containsExactly(Kind.NOT_RECONCILED));
	}

	/**
	 * Returns the states that watches show after each event of a trace, until the
	 * deletion is requested.
	 */
	private static List<Present> states(String trace) {
		List<Present> states = new ArrayList<>();
		Map<String, OwnedDeployment> deployments = new LinkedHashMap<>();
		Map<String, OwnedPod> pods = new LinkedHashMap<>();
		Map<String, SeenEvent> events = new LinkedHashMap<>();
		SeldonDeployment resource = null;
		for (Observation seen : observations(trace)) {
			switch (seen.kind()) {
				case "SeldonDeployment" -> resource = SeldonDeployment.of(seen.resource());
				case "Deployment" -> put(deployments, seen, OwnedDeployment.of(seen.deployment()));
				case "Pod" -> put(pods, seen, OwnedPod.of(seen.pod()));
				case "Event" -> put(events, seen, event(seen.event()));
				default -> {
				}
			}
			if (resource != null && resource.deleting()) {
				break;
			}
			add(states, resource, deployments, pods, events);
		}
		return states;
	}

	private static void add(List<Present> states, @Nullable SeldonDeployment resource,
			Map<String, OwnedDeployment> deployments, Map<String, OwnedPod> pods, Map<String, SeenEvent> events) {
		if (resource != null) {
			states.add(new Present(resource, List.copyOf(deployments.values()), List.copyOf(pods.values()), List.of(),
					events.values().stream().filter(SeenEvent::isWarning).toList(), List.of()));
		}
	}

	private static List<Observation> observations(String trace) {
		return Trace.read(trace)
			.steps()
			.stream()
			.filter(Observation.class::isInstance)
			.map(Observation.class::cast)
			.sorted(Comparator.comparing(Observation::at))
			.toList();
	}

	private static <T> void put(Map<String, T> objects, Observation seen, T object) {
		String name = seen.object().at("/metadata/name").asText();
		if ("DELETED".equals(seen.type())) {
			objects.remove(name);
			return;
		}
		objects.put(name, object);
	}

	private static SeenEvent event(Event event) {
		return new SeenEvent(event.getInvolvedObject().getKind(), event.getInvolvedObject().getName(), event.getType(),
				Objects.requireNonNullElse(event.getReason(), ""), Objects.requireNonNullElse(event.getMessage(), ""),
				Objects.requireNonNullElse(event.getCount(), 1));
	}

}
