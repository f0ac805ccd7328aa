package org.seldonruns.cluster;

import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import org.junit.jupiter.api.Test;
import org.seldonruns.run.Observation;
import org.seldonruns.run.Run;
import org.seldonruns.seldon.OwnedDeployment;
import org.seldonruns.seldon.ResourceState;
import org.seldonruns.seldon.SeldonDeployment;
import org.seldonruns.time.ManualTimekeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

class SightingsTests {

	private final Run run = TestRuns.run(TestRuns.name("here", "iris"), new ManualTimekeeper());

	private final Sightings sightings = new Sightings(run);

	@Test
	void notesEachChangeOnceAndInOrder() {
		sightings.saw(new ResourceState.NotSeen());
		sightings.saw(present(Map.of()));
		sightings.saw(present(Map.of("state", "Creating"), 0));
		sightings.saw(present(Map.of("state", "Creating"), 0));
		sightings.saw(present(Map.of("state", "Creating"), 1));
		sightings.saw(present(Map.of("state", "Available"), 1));
		sightings.saw(present(Map.of("state", "Creating"), 1));
		sightings.saw(new ResourceState.Gone(false, List.of()));
		sightings.saw(new ResourceState.Gone(false, List.of()));

		assertThat(TestRuns.timeline(run))
			.extracting(Observation::kind, Observation::name, Observation::reason, Observation::message)
			.containsExactly(tuple("SeldonDeployment", "iris", "Creating", ""),
					tuple("Deployment", "deployed", "Replicas", "0 of 1 available"),
					tuple("Deployment", "deployed", "Replicas", "1 of 1 available"),
					tuple("SeldonDeployment", "iris", "Available", ""),
					tuple("SeldonDeployment", "iris", "Creating", ""), tuple("SeldonDeployment", "iris", "Gone", ""));
	}

	@Test
	void warnsOfAFailureAndSaysWhatTheOperatorSays() {
		sightings.saw(present(Map.of("state", "Failed", "description", "no such volume")));
		sightings.saw(present(Map.of("state", "Failed", "description", "no such image")));

		assertThat(TestRuns.timeline(run)).extracting(Observation::type, Observation::reason, Observation::message)
			.containsExactly(tuple("Warning", "Failed", "no such volume"), tuple("Warning", "Failed", "no such image"));
	}

	@Test
	void countsAnEventInPlace() {
		sightings.happened(event().withCount(1).build());
		sightings.happened(event().withCount(3).build());

		assertThat(TestRuns.timeline(run))
			.containsExactly(new Observation("event-e1", "Pod", "p", "Warning", "BackOff", "again", 3));
	}

	@Test
	void countsTheEventsOfASeries() {
		sightings.happened(event().withNewSeries().withCount(7).endSeries().build());

		assertThat(TestRuns.timeline(run)).extracting(Observation::count).containsExactly(7);
	}

	@Test
	void takesAnEventThatSaysNextToNothing() {
		Event bare = new EventBuilder().withNewMetadata()
			.withUid("e2")
			.endMetadata()
			.withNewInvolvedObject()
			.withUid("u")
			.endInvolvedObject()
			.build();

		sightings.happened(bare);

		assertThat(TestRuns.timeline(run)).containsExactly(new Observation("event-e2", "", "", "Normal", "", "", 1));
	}

	@Test
	void notesOnceWhatCannotBeWatched() {
		sightings.blind("Pods cannot be watched");
		sightings.blind("Pods cannot be watched");

		assertThat(TestRuns.timeline(run)).extracting(Observation::type, Observation::reason, Observation::message)
			.containsExactly(tuple("Warning", "NotVisible", "Pods cannot be watched"));
	}

	private static EventBuilder event() {
		return new EventBuilder().withNewMetadata()
			.withUid("e1")
			.endMetadata()
			.withType("Warning")
			.withReason("BackOff")
			.withMessage("again")
			.withNewInvolvedObject()
			.withKind("Pod")
			.withName("p")
			.endInvolvedObject();
	}

	private static ResourceState present(Map<String, String> status, int... available) {
		GenericKubernetesResource object = new GenericKubernetesResource();
		object.setMetadata(new ObjectMetaBuilder().withName("iris").withUid("u").build());
		object.setAdditionalProperty("status", status);
		List<OwnedDeployment> deployments = (available.length == 0) ? List.of() : List
			.of(new OwnedDeployment("deployed", List.of(), 1, 1, 1, 1, 1, available[0], available[0], List.of()));
		return new ResourceState.Present(SeldonDeployment.of(object), deployments, List.of(), List.of(), List.of());
	}

}
