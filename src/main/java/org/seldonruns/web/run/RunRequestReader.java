package org.seldonruns.web.run;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

import org.seldonruns.run.NamespaceSettings;
import org.seldonruns.run.ResourceName;
import org.seldonruns.run.RunRequest;
import org.seldonruns.run.Upload;
import org.seldonruns.security.Action;
import org.seldonruns.seldon.manifest.Manifest;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.protection.AuditTrail;
import org.seldonruns.web.query.RequestSettings;
import org.seldonruns.web.query.RunQuery;
import org.seldonruns.web.text.PrintableText;
import org.seldonruns.web.upload.UploadBudget;
import org.seldonruns.web.upload.UploadReader;

/**
 * Reads the request for a run whose query is already bound, which is cheap. If the query
 * names the namespace, the caller's permission is checked before the upload is read.
 */
@Component
class RunRequestReader {

	private static final String KIND = "SeldonDeployment";

	private final RequestSettings settings;

	private final NamespaceSettings namespaces;

	private final UploadReader uploads;

	private final RunAccess access;

	RunRequestReader(RequestSettings settings, NamespaceSettings namespaces, UploadReader uploads, RunAccess access) {
		this.settings = settings;
		this.namespaces = namespaces;
		this.uploads = uploads;
		this.access = access;
	}

	/**
	 * Reads a request.
	 * @param query its query
	 * @param request whose body has not been read
	 * @param memory takes the bytes of the upload from the budget of all uploads
	 * @return the run that the client requests; its caller may start it
	 * @throws ProblemException if the query or the upload is invalid
	 * @throws org.springframework.security.access.AccessDeniedException if the caller may
	 * not start runs in the namespace
	 * @throws org.seldonruns.seldon.manifest.ManifestException where the manifest is not
	 */
	Reading read(RunQuery query, HttpServletRequest request, UploadBudget.Reservation memory) {
		String namespace = query.namespace();
		String idempotencyKey = IdempotencyKey.of(request);
		if (namespace != null) {
			AuditTrail.about(request, namespace);
			access.require(Action.START, allowed(namespace));
		}

		Upload upload = uploads.read(request, memory);
		Manifest manifest = Manifest.parse(upload.bytes());
		ResourceName resource = new ResourceName(allowed(agreed(namespace, manifest.namespace())),
				manifest.apiVersion(), KIND, manifest.name());
		AuditTrail.about(request, resource);
		access.require(Action.START, resource.namespace());
		return new Reading(new RunRequest(resource, settings.parameters(query), query.label(), access.caller(),
				idempotencyKey, upload), manifest, Boolean.TRUE.equals(query.dryRun()));
	}

	private String allowed(String namespace) {
		if (!namespaces.allows(namespace)) {
			throw new ProblemException(ProblemType.NAMESPACE_NOT_ALLOWED,
					"Runs may not be played in namespace %s; the setting seldon-runs.namespaces says where they may."
						.formatted(PrintableText.quoted(namespace)));
		}
		return namespace;
	}

	private static String agreed(@Nullable String asked, @Nullable String written) {
		if (asked == null && written == null) {
			throw ProblemException.ofParameter(ProblemType.INVALID_PARAMETER, "namespace",
					"Neither the parameter namespace nor the manifest's metadata.namespace says where; give one of them.");
		}
		if (asked != null && written != null && !asked.equals(written)) {
			throw ProblemException.ofParameter(ProblemType.UNACCEPTABLE_PARAMETER, "namespace",
					"namespace is %s but the manifest's metadata.namespace is %s; make them agree, or leave one out."
						.formatted(PrintableText.quoted(asked), PrintableText.quoted(written)));
		}
		return (asked != null) ? asked : String.valueOf(written);
	}

	/**
	 * What is asked for.
	 *
	 * @param request the run
	 * @param manifest the upload, parsed
	 * @param dryRun whether only the API server's verdict is wanted
	 */
	record Reading(RunRequest request, Manifest manifest, boolean dryRun) {
	}

}
