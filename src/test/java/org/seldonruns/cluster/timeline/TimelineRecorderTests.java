package org.seldonruns.cluster.timeline;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import org.junit.jupiter.api.Test;
import org.seldonruns.cluster.SeenObjects;
import org.seldonruns.cluster.TestRuns;
import org.seldonruns.run.Observation;
import org.seldonruns.run.Run;
import org.seldonruns.run.StepName;
import org.seldonruns.run.TimelineEntry;
import org.seldonruns.seldon.resource.ObservedState;
import org.seldonruns.seldon.resource.SeenEvent;
import org.seldonruns.time.ManualTimekeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.seldonruns.cluster.SeenObjects.deployment;
import static org.seldonruns.cluster.SeenObjects.event;
import static org.seldonruns.cluster.SeenObjects.gone;
import static org.seldonruns.cluster.SeenObjects.observed;
import static org.seldonruns.cluster.SeenObjects.pod;
import static org.seldonruns.cluster.SeenObjects.resource;

class TimelineRecorderTests {

	private static final String STARTED = """
			containerStatuses:
			- {name: classifier, state: {running: {startedAt: "2026-11-22T06:41:05Z"}}}
			""";

	private final ManualTimekeeper time = new ManualTimekeeper();

	private final Run run = TestRuns.run(TestRuns.name("here", "iris"), time);

	private final TimelineRecorder recorder = new TimelineRecorder(run);

	@Test
	void recordsEachFactOfTheResourceAndItsObjectsOnce() {
		Service service = new ServiceBuilder().withNewMetadata().withUid("s").endMetadata().build();
		recorder.record(new ObservedResource(new ObservedState.NotSeen(), null, List.of()));
		for (int i = 0; i < 2; i++) {
			recorder.record(observed(resource("{state: Creating}"), service, deployment("{replicas: 1}", "{}"),
					pod("conditions: []")));
		}

		assertThat(TestRuns.timeline(run)).extracting(Observation::kind, Observation::name, Observation::reason)
			.containsExactly(tuple("SeldonDeployment", "iris", "Created"),
					tuple("SeldonDeployment", "iris", "Creating"), tuple("Deployment", "iris", "Created"),
					tuple("Deployment", "iris", "Replicas"), tuple("Pod", SeenObjects.POD, "PodCreated"),
					tuple("Pod", SeenObjects.POD, "Scheduled"));
	}

	@Test
	void recordsDeletionsOnceInReverseOrderOfCreation() {
		recorder.record(observed(resource("{}"), deployment("{replicas: 1}", "{}"), pod("conditions: []")));

		recorder.record(gone());
		recorder.record(gone());

		assertThat(kindsGone()).containsExactly("Pod", "Deployment", "SeldonDeployment");
	}

	@Test
	void doesNotRecordRemainingObjectsAsGone() {
		recorder.record(observed(resource("{}"), deployment("{replicas: 1}", "{}"), pod("conditions: []")));

		recorder.record(gone(pod("conditions: []")));

		assertThat(kindsGone()).containsExactly("Deployment", "SeldonDeployment");
	}

	@Test
	void recordsThatAnUnseenResourceIsGone() {
		recorder.record(gone());

		assertThat(TestRuns.timeline(run)).extracting(Observation::name, Observation::reason)
			.containsExactly(tuple("iris", "Gone"));
	}

	@Test
	void laterCountOfEventReplacesItsEntry() {
		record(event("BackOff").withCount(1).withLastTimestamp("2026-11-22T06:41:05Z").build());
		record(event("BackOff").withCount(3).withLastTimestamp("2026-11-22T06:41:09Z").build());

		assertThat(TestRuns.timeline(run)).containsExactly(new Observation("event-e-BackOff", "Pod", SeenObjects.POD,
				"Normal", "BackOff", "recorded by an event", 3, Instant.parse("2026-11-22T06:41:09Z")));
	}

	@Test
	void eventReplacesEntryFromPodStatus() {
		recorder.record(observed(resource("{}"), pod(STARTED)));

		record(event("Scheduled").build());
		record(event("Started", "spec.containers{classifier}"));
		recorder.record(observed(resource("{}"), pod(STARTED)));

		assertThat(run.snapshot().timeline()).extracting(TimelineEntry::seq, TimelineRecorderTests::text)
			.containsExactly(tuple(1L, "Created: "), tuple(2L, "PodCreated: "),
					tuple(3L, "Scheduled: recorded by an event"),
					tuple(4L, "Started: classifier: recorded by an event"));
	}

	@Test
	void podStatusDoesNotRepeatRecordedEvent() {
		record(event("Scheduled").build());
		record(event("Started", "spec.containers{classifier}"));

		recorder.record(observed(resource("{}"), pod(STARTED)));

		assertThat(run.snapshot().timeline()).extracting(TimelineRecorderTests::text)
			.containsExactly("Scheduled: recorded by an event", "Started: classifier: recorded by an event",
					"Created: ", "PodCreated: ");
	}

	@Test
	void recordsBothOfTwoEventsOfOneFact() {
		record(event("Scheduled").withMessage("once").build());
		record(event("Scheduled").withMessage("again").editMetadata().withUid("other").endMetadata().build());

		assertThat(TestRuns.timeline(run)).extracting(Observation::message).containsExactly("once", "again");
	}

	@Test
	void recordsAnEventUnderTheStepInWhichItWasObserved() {
		run.begin(StepName.CREATE, null);
		Instant seenAt = time.now();
		time.advance(java.time.Duration.ofSeconds(1));
		run.succeed(StepName.CREATE, "done");
		run.begin(StepName.AWAIT_READY, null);

		recorder.recordEvent(event("BackOff").build(), seenAt);

		assertThat(run.snapshot().timeline()).extracting(TimelineEntry::at, TimelineEntry::step)
			.containsExactly(tuple(seenAt, StepName.CREATE));
	}

	@Test
	void detectsThatAnEventIsAheadOfItsPod() {
		assertThat(recorder.isAheadOfItsPod(event("Scheduled").build())).isTrue();
		assertThat(recorder
			.isAheadOfItsPod(event("Scheduled").editInvolvedObject().withKind("Service").endInvolvedObject().build()))
			.isFalse();

		recorder.record(observed(resource("{}"), pod("conditions: []")));

		assertThat(recorder.isAheadOfItsPod(event("Scheduled").build())).isFalse();
	}

	@Test
	void remembersTheLatestWarnings() {
		assertThat(record(event("Fine").build())).isFalse();
		IntStream.range(0, 60).forEach(i -> assertThat(record(event("Bad-" + i).withType("Warning").build())).isTrue());

		assertThat(recorder.warnings()).hasSize(50)
			.extracting(SeenEvent::reason)
			.startsWith("Bad-10")
			.endsWith("Bad-59");
	}

	@Test
	void recordsOnceThatAKindCannotBeWatched() {
		recorder.recordWatchFailure("Pods cannot be watched");
		recorder.recordWatchFailure("Pods cannot be watched");

		assertThat(TestRuns.timeline(run)).extracting(Observation::type, Observation::reason, Observation::message)
			.containsExactly(tuple("Warning", "WatchFailed", "Pods cannot be watched"));
	}

	private boolean record(Event event) {
		return recorder.recordEvent(event, time.now());
	}

	private List<String> kindsGone() {
		return TestRuns.timeline(run)
			.stream()
			.filter(seen -> seen.reason().equals("Gone"))
			.map(Observation::kind)
			.toList();
	}

	private static String text(TimelineEntry entry) {
		return entry.observation().reason() + ": " + entry.observation().message();
	}

}
