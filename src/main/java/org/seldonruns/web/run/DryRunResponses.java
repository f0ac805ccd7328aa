package org.seldonruns.web.run;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

import org.seldonruns.lifecycle.DryRunResult;
import org.seldonruns.lifecycle.step.ManifestWarnings;
import org.seldonruns.lifecycle.step.RetriedRequests;
import org.seldonruns.run.Warning;
import org.seldonruns.run.request.Upload;
import org.seldonruns.run.request.UploadParts;
import org.seldonruns.seldon.manifest.Manifest;
import org.seldonruns.web.problem.ProblemError;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.view.DryRunView;
import org.seldonruns.web.view.ResourceView;
import org.seldonruns.web.view.WarningView;

/** Converts the result of a dry run to a response or a problem. */
final class DryRunResponses {

	/** The value of {@code Retry-After} if the API server sends none. */
	private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

	private DryRunResponses() {
	}

	static DryRunView view(DryRunResult result, RunRequestReader.ParsedRequest parsed) {
		return switch (result) {
			case DryRunResult.Accepted(List<String> warnings, List<String> updateWarnings) ->
				new DryRunView(DryRunView.ACCEPTABLE, ResourceView.of(parsed.request().resource(), null),
						Stream.concat(warnings(parsed, warnings), updateWarnings(parsed, updateWarnings))
							.map(WarningView::of)
							.toList(),
						parsed.manifests().manifest().dropped(), DryRunView.NOT_CHECKED);
			case DryRunResult.Rejected(int code, String message, List<String> warnings, boolean update) ->
				throw new ProblemException(
						(code == HttpStatus.CONFLICT.value())
								? ProblemType.CONFLICT_IN_CLUSTER : ProblemType.REFUSED_BY_CLUSTER,
						update ? "Part update: " + message : message,
						(update ? updateWarnings(parsed, warnings) : warnings(parsed, warnings))
							.map(DryRunResponses::error)
							.toList());
			case DryRunResult.Unavailable(String message, var retryAfter, String webhook) ->
				throw unavailable(message, webhook).retryAfter(Objects.requireNonNullElse(retryAfter, RETRY_AFTER));
		};
	}

	private static ProblemException unavailable(String message, @Nullable String webhook) {
		return (webhook != null)
				? new ProblemException(ProblemType.WEBHOOK_UNAVAILABLE,
						RetriedRequests.webhookUnavailable(webhook, message))
				: new ProblemException(ProblemType.CLUSTER_UNAVAILABLE, message);
	}

	private static Stream<Warning> warnings(RunRequestReader.ParsedRequest parsed, List<String> headers) {
		return warnings(parsed.manifests().manifest(), parsed.request().upload(), headers);
	}

	private static Stream<Warning> updateWarnings(RunRequestReader.ParsedRequest parsed, List<String> headers) {
		UploadParts parts = parsed.request().parts();
		return warnings(parsed.manifests().update(), (parts != null) ? parts.update() : null, headers)
			.map(warning -> warning.about("part update"));
	}

	private static Stream<Warning> warnings(@Nullable Manifest manifest, @Nullable Upload upload,
			List<String> headers) {
		return (manifest != null && upload != null) ? ManifestWarnings.of(manifest, upload, headers).stream()
				: Stream.empty();
	}

	private static ProblemError error(Warning warning) {
		return new ProblemError(warning.pointer(), warning.line(), null, null, "Warning: " + warning.message());
	}

}
