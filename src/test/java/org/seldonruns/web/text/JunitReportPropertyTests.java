package org.seldonruns.web.text;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.xml.sax.SAXException;

import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;
import org.seldonruns.run.Observation;
import org.seldonruns.run.request.ResourceName;
import org.seldonruns.run.RunId;
import org.seldonruns.run.request.RunParameters;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.Step;
import org.seldonruns.run.StepName;
import org.seldonruns.run.StepStatus;
import org.seldonruns.run.TimelineEntry;

class JunitReportPropertyTests {

	private static final Instant START = Instant.parse("2026-11-22T06:41:05.113Z");

	@Property(tries = 300)
	void reportIsValidForArbitraryText(@ForAll("runs") RunSnapshot run) throws IOException, SAXException {
		JunitSchema.validate(JunitSchema.bytes(new JunitReport(run)));
	}

	@Provide
	Arbitrary<RunSnapshot> runs() {
		Arbitrary<List<Step>> steps = Combinators.combine(Arrays.stream(StepName.values()).map(this::step).toList())
			.as(List::copyOf);
		return Combinators.combine(texts(), texts(), texts(), steps, entries().list().ofMaxSize(5))
			.as((name, label, uid, executed, seen) -> new RunSnapshot(RunId.next(), 0, 0,
					new RunRequest(new ResourceName("seldon", "machinelearning.seldon.io/v1", "SeldonDeployment", name),
							new RunParameters(2, Duration.ofMinutes(5), Duration.ofMinutes(2), Duration.ofMinutes(30)),
							Map.of("label", label), label, null, null),
					START, Duration.ofHours(3), uid, executed, List.of(), List.of(), null, seen));
	}

	private Arbitrary<Step> step(StepName name) {
		Arbitrary<StepStatus> statuses = Arbitraries.of(StepStatus.class).filter(StepStatus::isTerminal);
		return Combinators
			.combine(statuses, texts(), Arbitraries.of(Cause.class), texts().list().ofMaxSize(3),
					Arbitraries.longs().between(0, 100_000_000))
			.as((status, text, cause, evidence, millis) -> new Step(name, status, START, null, START,
					Duration.ofMillis(millis), text,
					status.isUnsuccessful() ? new Diagnosis(cause, text, evidence) : null));
	}

	private Arbitrary<TimelineEntry> entries() {
		return Combinators.combine(texts(), texts(), Arbitraries.of(StepName.class).injectNull(0.1))
			.as((name, message, step) -> new TimelineEntry(1, 1, START, step, false,
					new Observation("key", "Pod", name, Observation.WARNING, "BackOff", message, 3)));
	}

	/** Control characters, unpaired surrogates and XML markup. */
	private Arbitrary<String> texts() {
		Arbitrary<String> all = Arbitraries.strings().all().ofMaxLength(40);
		Arbitrary<String> awkward = Arbitraries
			.of("]]>", "<![CDATA[", "&", "\"'<>", "\u0000", "\u001b[31m", "\r\n", "\ud83d", "\ude00", "\ud83d\ude00",
					"\uffff", "\u2028", "\u0085", " ", "a")
			.list()
			.ofMaxSize(8)
			.map(parts -> String.join("", parts));
		return Arbitraries.oneOf(all, awkward);
	}

}
