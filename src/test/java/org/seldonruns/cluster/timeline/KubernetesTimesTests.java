package org.seldonruns.cluster.timeline;

import java.time.Instant;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class KubernetesTimesTests {

	@ParameterizedTest
	@CsvSource({ "2026-11-22T06:41:35Z, 2026-11-22T06:41:35Z",
			"2026-11-22T06:41:35.571002Z, 2026-11-22T06:41:35.571002Z",
			"2026-11-22T08:41:35+02:00, 2026-11-22T06:41:35Z", "1970-01-01T00:00:00Z,", "yesterday,", "'',", "," })
	void parsesTime(@Nullable String text, @Nullable Instant time) {
		assertThat(KubernetesTimes.of(text)).isEqualTo(time);
	}

	@ParameterizedTest
	@CsvSource({ "01, 05,,, 05", "01,,,, 01", ",, 07.571002,, 07.571002", ",, 07, 09, 09", "01, 05, 07, 09, 09",
			"01, 05, 01, 03, 05", ",,,," })
	void returnsLatestTimeOfEvent(@Nullable String first, @Nullable String last, @Nullable String event,
			@Nullable String observed, @Nullable String latest) {
		EventBuilder builder = new EventBuilder().withFirstTimestamp(at(first))
			.withLastTimestamp(at(last))
			.withEventTime((event != null) ? new MicroTime(at(event)) : null);
		Event built = (observed == null) ? builder.build()
				: builder.withNewSeries().withNewLastObservedTime(at(observed)).endSeries().build();

		assertThat(KubernetesTimes.of(built)).isEqualTo(KubernetesTimes.of(at(latest)));
	}

	@Test
	void returnsTimeOfDeletionRequest() {
		ObjectMeta gracious = new ObjectMetaBuilder().withDeletionTimestamp("2026-11-22T06:41:35Z")
			.withDeletionGracePeriodSeconds(30L)
			.build();
		ObjectMeta plain = new ObjectMetaBuilder().withDeletionTimestamp("2026-11-22T06:41:35Z").build();

		assertThat(KubernetesTimes.ofDeletion(gracious)).isEqualTo("2026-11-22T06:41:05Z");
		assertThat(KubernetesTimes.ofDeletion(plain)).isEqualTo("2026-11-22T06:41:35Z");
		assertThat(KubernetesTimes.ofDeletion(new ObjectMeta())).isNull();
	}

	private static @Nullable String at(@Nullable String second) {
		return (second != null) ? "2026-11-22T06:41:" + second + "Z" : null;
	}

}
