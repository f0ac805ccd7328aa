package org.seldonruns.cluster.timeline;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seldonruns.cluster.SeenObjects;
import org.seldonruns.run.Observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seldonruns.cluster.SeenObjects.event;

class EventObserverTests {

	@Test
	void acceptsEventWithoutOptionalFields() {
		Event bare = new EventBuilder().withNewMetadata()
			.withUid("e")
			.endMetadata()
			.withNewInvolvedObject()
			.withUid("u")
			.endInvolvedObject()
			.build();

		assertThat(EventObserver.observation("key", bare))
			.isEqualTo(new Observation("key", "", "", "Normal", "", "", 1));
		assertThat(EventObserver.factOf(bare)).isEmpty();
	}

	@Test
	void countsTheEventsOfASeries() {
		Event event = event("BackOff").withCount(1).withNewSeries().withCount(7).endSeries().build();

		assertThat(EventObserver.observation("key", event).count()).isEqualTo(7);
		assertThat(EventObserver.observation("key", event("BackOff").withCount(3).build()).count()).isEqualTo(3);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "none",
			value = { "spec.containers{classifier}     | Container started            | classifier: Container started",
					"spec.initContainers{classifier} | Container started            | classifier: Container started",
					"spec.containers{classifier}     | Started container classifier | Started container classifier",
					"spec.nodeName                   | Started                      | Started",
					"none                            | Started                      | Started" })
	void namesTheContainer(String part, String message, String shown) {
		Event event = new EventBuilder(event("Started", part)).withMessage(message).build();

		assertThat(EventObserver.observation("key", event).message()).isEqualTo(shown);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "none",
			value = { "Scheduled, none, Scheduled", "Started, spec.containers{engine}, Started-engine",
					"Started, spec.initContainers{model}, Started-model", "Started, none, none",
					"Pulled, spec.containers{engine}, none", "Created, spec.containers{engine}, none" })
	void returnsFactThatStatusAlsoReports(String reason, String part, String fact) {
		assertThat(EventObserver.factOf(event(reason, part)).orElse(null))
			.isEqualTo((fact != null) ? ObservationBuffer.key("uid-of-" + SeenObjects.POD, fact) : null);
	}

	@Test
	void returnsNoFactForOtherKinds() {
		Event event = event("Scheduled").editInvolvedObject().withKind("Job").endInvolvedObject().build();

		assertThat(EventObserver.factOf(event)).isEmpty();
	}

}
