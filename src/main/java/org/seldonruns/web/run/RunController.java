package org.seldonruns.web.run;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

import org.seldonruns.lifecycle.RunService;
import org.seldonruns.lifecycle.StartedRun;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.history.RunFilter;
import org.seldonruns.run.history.RunHistory;
import org.seldonruns.security.Action;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.protection.AuditTrail;
import org.seldonruns.web.query.RunListQuery;
import org.seldonruns.web.query.RunQuery;
import org.seldonruns.web.upload.UploadBudget;
import org.seldonruns.web.view.RunCursor;
import org.seldonruns.web.view.RunPage;
import org.seldonruns.web.view.RunView;
import org.seldonruns.web.waiting.WaitPreference;

/** Serves the operations on runs. */
@RestController
class RunController implements RunsApi {

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
		// The wait follows in a method that no longer holds the upload.
		return admit(query, request).get();
	}

	private Supplier<ResponseEntity<?>> admit(RunQuery query, HttpServletRequest request) {
		try (UploadBudget.Reservation memory = budget.open()) {
			RunRequestReader.ParsedRequest parsed = reader.read(query, request, memory);
			if (parsed.dryRun()) {
				ResponseEntity<?> response = ResponseEntity.ok()
					.contentType(MediaType.APPLICATION_JSON)
					.body(DryRunResponses.view(runs.dryRun(parsed.request(), parsed.manifests()), parsed));
				return () -> response;
			}
			StartedRun started = runs.start(parsed.request(), parsed.manifests());
			return () -> started(started, request);
		}
	}

	private ResponseEntity<?> started(StartedRun started, HttpServletRequest request) {
		Run run = started.run();
		AuditTrail.record(request, run);
		Optional<WaitPreference> applied = await(run, request, Run::isFinished);
		HttpStatus status = (applied.isPresent() && run.isFinished()) ? HttpStatus.OK : HttpStatus.ACCEPTED;
		ResponseEntity.BodyBuilder response = withPreference(
				ResponseEntity.status(status).location(URI.create("/runs/" + run.id())), applied);
		if (started.replayed()) {
			response.header(IdempotencyKey.REPLAYED, "true");
		}
		return response.body(viewIfReadable(run));
	}

	/** Returns null if the caller may start or stop the run but not read it. */
	private @Nullable RunView viewIfReadable(Run run) {
		return access.redactIfReadable(run.snapshot()).map(RunView::of).orElse(null);
	}

	/** Waits for the time of {@code Prefer: wait} if the caller may read the run. */
	private Optional<WaitPreference> await(Run run, HttpServletRequest request, Predicate<Run> condition) {
		return WaitPreference.of(request)
			.filter(preference -> access.redactIfReadable(run.summary()).isPresent())
			.filter(preference -> waits.await(run, preference, condition));
	}

	private static ResponseEntity.BodyBuilder withPreference(ResponseEntity.BodyBuilder response,
			Optional<WaitPreference> applied) {
		applied.ifPresent(preference -> response.header(WaitPreference.APPLIED, preference.applied()));
		return response;
	}

	@Override
	public RunPage list(RunListQuery query) {
		RunFilter filter = query.filter();
		access.requireToRead(filter.namespace());
		return RunPage.of(history.list(filter.and(access::mayRead), query.limitOrDefault(), position(query.cursor())),
				history.number(), access::redact);
	}

	private OptionalLong position(@Nullable RunCursor cursor) {
		if (cursor == null) {
			return OptionalLong.empty();
		}
		if (cursor.history() != history.number()) {
			throw new ProblemException(ProblemType.CURSOR_EXPIRED,
					"The cursor has expired because the service restarted; start again from the first page, without a "
							+ "cursor.");
		}
		return OptionalLong.of(cursor.position());
	}

	@Override
	public ResponseEntity<RunView> show(String id, HttpServletRequest request) {
		Run run = lookup.find(id, Action.READ, request);
		RunPreconditions etags = RunPreconditions.of(request);
		MediaType type = MediaTypeSelection.of(request, MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN);
		Optional<WaitPreference> applied = await(run, request,
				changed -> changed.isFinished() || (etags.arePresent() && !etags.match(tag(changed.summary(), type))));
		if (applied.isPresent()) {
			// The caller's permissions may have changed while the request was waiting.
			access.require(Action.READ, run.request().resource().namespace());
		}
		RunSnapshot snapshot = run.snapshot();
		RunSnapshot redacted = access.redact(snapshot);
		// Spring compares the tag with If-None-Match and responds with 304 if they match.
		return withPreference(
				ResponseEntity.ok().contentType(type).eTag(RunPreconditions.tagOf(snapshot, redacted, type)), applied)
			.body(RunView.of(redacted));
	}

	private String tag(RunSnapshot run, MediaType type) {
		return RunPreconditions.tagOf(run, access.redact(run), type);
	}

	@Override
	public ResponseEntity<RunView> cancel(String id, HttpServletRequest request) {
		Run found = lookup.find(id, Action.STOP, request);
		RunPreconditions.requireMatch(request, found.summary());
		boolean wasLive = !found.isFinished();
		Run run = runs.cancel(found.id()).orElseThrow(() -> RunLookup.unknown(id));
		return ResponseEntity.status(wasLive ? HttpStatus.ACCEPTED : HttpStatus.OK).body(viewIfReadable(run));
	}

	@Override
	public ResponseEntity<Void> remove(String id, HttpServletRequest request) {
		Run run = lookup.find(id, Action.STOP, request);
		RunPreconditions.requireMatch(request, run.summary());
		return switch (history.remove(run.id())) {
			case REMOVED -> ResponseEntity.noContent().build();
			case LIVE -> throw new ProblemException(ProblemType.RUN_IS_LIVE,
					"The run has not finished; cancel it with POST /runs/%s/cancel and wait until it has finished."
						.formatted(id));
			case KEPT -> throw new ProblemException(ProblemType.RUN_IS_KEPT,
					"The resource of the run is kept; delete it with POST /runs/%s/cancel first, or wait."
						.formatted(id));
			case UNKNOWN -> throw RunLookup.unknown(id);
		};
	}

}
