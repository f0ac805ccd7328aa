package org.seldonruns.web.run;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

import org.seldonruns.lifecycle.DryRunResult;
import org.seldonruns.lifecycle.RunService;
import org.seldonruns.lifecycle.StartedRun;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.Upload;
import org.seldonruns.run.history.RunFilter;
import org.seldonruns.run.history.RunHistory;
import org.seldonruns.security.Action;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.protection.AuditTrail;
import org.seldonruns.web.query.RunCursor;
import org.seldonruns.web.query.RunListQuery;
import org.seldonruns.web.query.RunQuery;
import org.seldonruns.web.text.JunitReport;
import org.seldonruns.web.upload.UploadBudget;
import org.seldonruns.web.view.DryRunView;
import org.seldonruns.web.view.ResourceView;
import org.seldonruns.web.view.RunPage;
import org.seldonruns.web.view.RunView;
import org.seldonruns.web.waiting.WaitPreference;

/** Starts, shows, stops and removes runs. */
@RestController
public class RunController implements RunsApi {

	/** How long a client is asked to wait where the API server did not say. */
	private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

	private final RunService runs;

	private final RunHistory history;

	private final RunLookup lookup;

	private final UploadBudget budget;

	private final RunRequestReader reader;

	private final RunWaits waits;

	private final RunAccess access;

	RunController(RunService runs, RunHistory history, RunLookup lookup, UploadBudget budget, RunRequestReader reader,
			RunWaits waits, RunAccess access) {
		this.runs = runs;
		this.history = history;
		this.lookup = lookup;
		this.budget = budget;
		this.reader = reader;
		this.waits = waits;
		this.access = access;
	}

	@Override
	public ResponseEntity<?> start(RunQuery query, HttpServletRequest request) {
		// By then the upload is out of reach: a client may wait for minutes.
		return admit(query, request).get();
	}

	private Supplier<ResponseEntity<?>> admit(RunQuery query, HttpServletRequest request) {
		try (UploadBudget.Reservation memory = budget.open()) {
			RunRequestReader.Reading reading = reader.read(query, request, memory);
			if (reading.dryRun()) {
				ResponseEntity<?> judged = judged(reading);
				return () -> judged;
			}
			StartedRun started = runs.start(reading.request(), reading.manifest());
			return () -> started(started, request);
		}
	}

	private ResponseEntity<?> started(StartedRun started, HttpServletRequest request) {
		Run run = started.run();
		AuditTrail.about(request, run);
		Optional<WaitPreference> applied = applied(run, request, Run::isFinished);
		HttpStatus status = (applied.isPresent() && run.isFinished()) ? HttpStatus.OK : HttpStatus.ACCEPTED;
		ResponseEntity.BodyBuilder answer = answer(
				ResponseEntity.status(status).location(URI.create("/runs/" + run.id())), applied);
		if (started.replayed()) {
			answer.header(IdempotencyKey.REPLAYED, "true");
		}
		return answer.body(viewAfterwards(run));
	}

	/** Nothing for a caller who may not read what he may start or stop. */
	private @Nullable RunView viewAfterwards(Run run) {
		return access.shownAfterwards(run.snapshot()).map(RunView::of).orElse(null);
	}

	/** Waits as a request prefers, where the caller may read what he waits for. */
	private Optional<WaitPreference> applied(Run run, HttpServletRequest request, Predicate<Run> enough) {
		return WaitPreference.of(request)
			.filter(preference -> access.shownAfterwards(run.summary()).isPresent())
			.filter(preference -> waits.await(run, preference, enough));
	}

	private static ResponseEntity.BodyBuilder answer(ResponseEntity.BodyBuilder answer,
			Optional<WaitPreference> applied) {
		applied.ifPresent(preference -> answer.header(WaitPreference.APPLIED, preference.applied()));
		return answer;
	}

	private ResponseEntity<DryRunView> judged(RunRequestReader.Reading reading) {
		return switch (runs.dryRun(reading.request(), reading.manifest())) {
			case DryRunResult.Accepted acceptable -> ResponseEntity.ok()
				.contentType(MediaType.APPLICATION_JSON)
				.body(new DryRunView(DryRunView.ACCEPTABLE, ResourceView.of(reading.request().resource(), null),
						acceptable.warnings(), reading.manifest().dropped()));
			case DryRunResult.Rejected refused ->
				throw new ProblemException((refused.code() == HttpStatus.CONFLICT.value())
						? ProblemType.CONFLICT_IN_CLUSTER : ProblemType.REFUSED_BY_CLUSTER, refused.message());
			case DryRunResult.Unavailable unknown ->
				throw new ProblemException(ProblemType.CLUSTER_UNAVAILABLE, unknown.message())
					.retryAfter((unknown.retryAfter() != null) ? unknown.retryAfter() : RETRY_AFTER);
		};
	}

	@Override
	public RunPage list(RunListQuery query) {
		RunFilter filter = query.filter();
		access.requireToRead(filter.namespace());
		return RunPage.of(history.list(filter.and(access::mayRead), query.page(), place(query.cursor())),
				history.number(), access::shown);
	}

	private OptionalLong place(@Nullable RunCursor cursor) {
		if (cursor == null) {
			return OptionalLong.empty();
		}
		if (cursor.history() != history.number()) {
			throw new ProblemException(ProblemType.CURSOR_EXPIRED,
					"The cursor belongs to a list that no longer exists, since the service was restarted; start again "
							+ "from the first page, without a cursor.");
		}
		return OptionalLong.of(cursor.place());
	}

	@Override
	public ResponseEntity<RunView> show(String id, HttpServletRequest request) {
		Run run = lookup.find(id, Action.READ, request);
		RunETags known = RunETags.of(request);
		MediaType type = MediaTypeSelection.of(request, MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN);
		Optional<WaitPreference> applied = applied(run, request,
				now -> now.isFinished() || (known.areGiven() && !known.match(tag(now.summary(), type))));
		if (applied.isPresent()) {
			// The caller's permissions may have changed while the request was waiting.
			access.require(Action.READ, run.request().resource().namespace());
		}
		RunSnapshot now = run.snapshot();
		RunSnapshot shown = access.shown(now);
		// Spring compares the tag with If-None-Match and responds with 304 if they match.
		return answer(ResponseEntity.ok().contentType(type).eTag(RunETags.tagOf(now, shown, type)), applied)
			.body(RunView.of(shown));
	}

	private String tag(RunSnapshot run, MediaType type) {
		return RunETags.tagOf(run, access.shown(run), type);
	}

	@Override
	public ResponseEntity<Resource> manifest(String id, HttpServletRequest request) {
		Run run = lookup.find(id, Action.READ, request);
		Upload upload = run.request().upload();
		if (upload == null) {
			throw new ProblemException(ProblemType.UPLOAD_NOT_FOUND,
					"Run %s was taken over from a process that is no more; its upload went with that.".formatted(id));
		}
		MediaType type = MediaType.parseMediaType(upload.contentType());
		String ending = MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type) ? ".json" : ".yaml";
		return ResponseEntity.ok()
			.contentType(type)
			.header(HttpHeaders.CONTENT_DISPOSITION, attachment(run.request().resource().name() + ending))
			.contentLength(upload.size())
			.body(new InputStreamResource(upload.open()));
	}

	@Override
	public ResponseEntity<JunitReport> junit(String id, HttpServletRequest request) {
		RunSnapshot run = access.shown(lookup.find(id, Action.READ, request).snapshot());
		if (!run.status().isTerminal()) {
			throw new ProblemException(ProblemType.RUN_IS_LIVE,
					"The run is %s, and its report is there once it is over; GET /runs/%s shows how far it is."
						.formatted(run.status(), id));
		}
		JunitReport report = new JunitReport(run);
		return ResponseEntity.ok()
			// What readers look for where they are not told.
			.header(HttpHeaders.CONTENT_DISPOSITION, attachment("TEST-" + JunitReport.name(run) + ".xml"))
			.contentLength(report.length())
			.body(report);
	}

	@Override
	public ResponseEntity<RunView> cancel(String id, HttpServletRequest request) {
		Run found = lookup.find(id, Action.STOP, request);
		RunETags.requireMatch(request, found.summary());
		boolean wasLive = !found.isFinished();
		Run run = runs.cancel(found.id()).orElseThrow(() -> RunLookup.unknown(id));
		return ResponseEntity.status(wasLive ? HttpStatus.ACCEPTED : HttpStatus.OK).body(viewAfterwards(run));
	}

	@Override
	public ResponseEntity<Void> remove(String id, HttpServletRequest request) {
		Run run = lookup.find(id, Action.STOP, request);
		RunETags.requireMatch(request, run.summary());
		return switch (history.remove(run.id())) {
			case REMOVED -> ResponseEntity.noContent().build();
			case LIVE -> throw new ProblemException(ProblemType.RUN_IS_LIVE,
					"The run is not over; cancel it with POST /runs/%s/cancel and wait for its end.".formatted(id));
			case KEPT -> throw new ProblemException(ProblemType.RUN_IS_KEPT,
					"The resource of the run is kept; remove it with POST /runs/%s/cancel first, or wait."
						.formatted(id));
			case UNKNOWN -> throw RunLookup.unknown(id);
		};
	}

	private static String attachment(String filename) {
		return ContentDisposition.attachment().filename(filename, StandardCharsets.US_ASCII).build().toString();
	}

}
