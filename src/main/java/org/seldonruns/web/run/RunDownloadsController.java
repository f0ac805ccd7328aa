package org.seldonruns.web.run;

import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

import org.seldonruns.run.Run;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.request.Upload;
import org.seldonruns.security.Action;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.text.JunitReport;

/** Serves the downloads of a run. */
@RestController
class RunDownloadsController implements RunDownloadsApi {

	private final RunLookup lookup;

	private final RunAccess access;

	RunDownloadsController(RunLookup lookup, RunAccess access) {
		this.lookup = lookup;
		this.access = access;
	}

	@Override
	public ResponseEntity<Resource> manifest(String id, HttpServletRequest request) {
		Run run = lookup.find(id, Action.READ, request);
		Upload upload = run.request().upload();
		if (upload == null) {
			throw new ProblemException(ProblemType.UPLOAD_NOT_FOUND,
					"A previous process of the service started run %s; its upload was lost with that process."
						.formatted(id));
		}
		MediaType type = MediaType.parseMediaType(upload.contentType());
		String extension = MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type) ? ".json" : ".yaml";
		return ResponseEntity.ok()
			.contentType(type)
			.header(HttpHeaders.CONTENT_DISPOSITION, attachment(run.request().resource().name() + extension))
			.contentLength(upload.size())
			.body(new InputStreamResource(upload.open()));
	}

	@Override
	public ResponseEntity<JunitReport> junit(String id, HttpServletRequest request) {
		RunSnapshot run = access.redact(lookup.find(id, Action.READ, request).snapshot());
		if (!run.status().isTerminal()) {
			throw new ProblemException(ProblemType.RUN_IS_LIVE,
					"The run is %s and has no report yet; wait until it has finished. GET /runs/%s returns its progress."
						.formatted(run.status(), id));
		}
		JunitReport report = new JunitReport(run);
		return ResponseEntity.ok()
			// The pattern that readers of JUnit reports search for by default.
			.header(HttpHeaders.CONTENT_DISPOSITION, attachment("TEST-" + JunitReport.name(run) + ".xml"))
			.contentLength(report.length())
			.body(report);
	}

	private static String attachment(String filename) {
		return ContentDisposition.attachment().filename(filename, StandardCharsets.US_ASCII).build().toString();
	}

}
