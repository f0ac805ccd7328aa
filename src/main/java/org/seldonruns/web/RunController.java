package org.seldonruns.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

import org.seldonruns.lifecycle.Judgement;
import org.seldonruns.lifecycle.Runs;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunFilter;
import org.seldonruns.run.RunHistory;
import org.seldonruns.run.RunId;
import org.seldonruns.run.RunStatus;
import org.seldonruns.run.Upload;

/** Starts, shows, stops and removes runs. */
@RestController
class RunController implements RunsApi {

	/** How long a client is asked to wait where the API server did not say. */
	private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

	private final Runs runs;

	private final RunHistory history;

	private final RunRequestReader reader;

	RunController(Runs runs, RunHistory history, RunRequestReader reader) {
		this.runs = runs;
		this.history = history;
		this.reader = reader;
	}

	@Override
	public ResponseEntity<?> start(HttpServletRequest request) {
		RunRequestReader.Reading reading = reader.read(request);
		if (reading.dryRun()) {
			return judged(reading);
		}
		Run run = runs.start(reading.request(), reading.manifest());
		return ResponseEntity.accepted().location(URI.create("/runs/" + run.id())).body(RunView.of(run.snapshot()));
	}

	private ResponseEntity<DryRunView> judged(RunRequestReader.Reading reading) {
		return switch (runs.dryRun(reading.request(), reading.manifest())) {
			case Judgement.Acceptable acceptable -> ResponseEntity.ok()
				.contentType(MediaType.APPLICATION_JSON)
				.body(new DryRunView(DryRunView.ACCEPTABLE, ResourceView.of(reading.request().resource(), null),
						acceptable.warnings(), reading.manifest().dropped()));
			case Judgement.Unacceptable refused ->
				throw new ProblemException((refused.code() == HttpStatus.CONFLICT.value())
						? ProblemType.CONFLICT_IN_CLUSTER : ProblemType.REFUSED_BY_CLUSTER, refused.message());
			case Judgement.Unknown unknown ->
				throw new ProblemException(ProblemType.CLUSTER_UNAVAILABLE, unknown.message())
					.retryAfter((unknown.retryAfter() != null) ? unknown.retryAfter() : RETRY_AFTER);
		};
	}

	@Override
	public RunPage list(HttpServletRequest request) {
		QueryParameters query = QueryParameters.of(request);
		String namespace = query.one("namespace", ValueReaders::namespace);
		RunStatus status = query.one("status", ValueReaders.oneOf(RunStatus.class));
		Map<String, String> labels = query.labels("label", MOST_LABELS);
		int limit = query.one("limit", DEFAULT_LIMIT, ValueReaders.wholeNumber(1, MOST_ITEMS));
		OptionalLong before = query.one("cursor", OptionalLong.empty(), text -> OptionalLong.of(RunCursor.read(text)));
		query.check();
		return RunPage.of(history.list(new RunFilter(namespace, status, labels), limit, before));
	}

	@Override
	public RunView show(String id, HttpServletRequest request) {
		return RunView.of(find(id, request).snapshot());
	}

	@Override
	public ResponseEntity<byte[]> manifest(String id, HttpServletRequest request) {
		Run run = find(id, request);
		Upload upload = run.request().upload();
		if (upload == null) {
			throw new ProblemException(ProblemType.UPLOAD_NOT_FOUND,
					"Run %s was taken over from a process that is no more; its upload went with that.".formatted(id));
		}
		MediaType type = MediaType.parseMediaType(upload.contentType());
		String ending = MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type) ? ".json" : ".yaml";
		return ResponseEntity.ok()
			.contentType(type)
			.header(HttpHeaders.CONTENT_DISPOSITION,
					ContentDisposition.attachment()
						.filename(run.request().resource().name() + ending, StandardCharsets.US_ASCII)
						.build()
						.toString())
			.body(upload.bytes());
	}

	@Override
	public ResponseEntity<RunView> cancel(String id, HttpServletRequest request) {
		boolean wasLive = !find(id, request).isFinished();
		Run run = runs.cancel(RunId.parse(id)).orElseThrow(() -> unknown(id));
		return ResponseEntity.status(wasLive ? HttpStatus.ACCEPTED : HttpStatus.OK).body(RunView.of(run.snapshot()));
	}

	@Override
	public ResponseEntity<Void> remove(String id, HttpServletRequest request) {
		QueryParameters.of(request).check();
		return switch (history.remove(parse(id))) {
			case REMOVED -> ResponseEntity.noContent().build();
			case LIVE -> throw new ProblemException(ProblemType.RUN_IS_LIVE,
					"The run is not over; cancel it with POST /runs/%s/cancel and wait for its end.".formatted(id));
			case KEPT -> throw new ProblemException(ProblemType.RUN_IS_KEPT,
					"The resource of the run is kept; remove it with POST /runs/%s/cancel first, or wait."
						.formatted(id));
			case UNKNOWN -> throw unknown(id);
		};
	}

	private Run find(String id, HttpServletRequest request) {
		QueryParameters.of(request).check();
		return history.find(parse(id)).orElseThrow(() -> unknown(id));
	}

	private static RunId parse(String id) {
		try {
			return RunId.parse(id);
		}
		catch (IllegalArgumentException exception) {
			throw new ProblemException(ProblemType.INVALID_ID,
					"%s is not the id of a run; give a UUID in lower case, as POST /runs hands it out."
						.formatted(ValueReaders.quoted(id)));
		}
	}

	private static ProblemException unknown(String id) {
		return new ProblemException(ProblemType.RUN_NOT_FOUND,
				"The history has no run %s; GET /runs lists those that it has.".formatted(id));
	}

}
