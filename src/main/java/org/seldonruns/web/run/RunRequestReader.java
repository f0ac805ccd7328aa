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
 * Reads the upload of a request to start a run. If the query names the namespace, the
 * permission of the caller is checked before the upload is read.
 */
@Component
class RunRequestReader {

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
	 * @param request the request, whose body has not been read
	 * @return the requested run, which the caller may start
	 * @throws ProblemException if a header, the namespace or the upload is invalid
	 * @throws org.springframework.security.access.AccessDeniedException if the caller may
	 * not start runs in the namespace
	 * @throws org.seldonruns.seldon.manifest.ManifestException if the manifest is invalid
	 */
	ParsedRequest read(RunQuery query, HttpServletRequest request, UploadBudget.Reservation memory) {
		String namespace = query.namespace();
		String idempotencyKey = IdempotencyKey.of(request);
		if (namespace != null) {
			AuditTrail.record(request, namespace);
			access.require(Action.START, requireAllowed(namespace));
		}

		Upload upload = uploads.read(request, memory);
		Manifest manifest = Manifest.parse(upload.bytes());
		ResourceName resource = new ResourceName(requireAllowed(namespace(namespace, manifest.namespace())),
				manifest.apiVersion(), "SeldonDeployment", manifest.name());
		AuditTrail.record(request, resource);
		access.require(Action.START, resource.namespace());
		return new ParsedRequest(new RunRequest(resource, settings.parameters(query), query.label(), access.caller(),
				idempotencyKey, upload), manifest, Boolean.TRUE.equals(query.dryRun()));
	}

	private String requireAllowed(String namespace) {
		if (!namespaces.allows(namespace)) {
			throw new ProblemException(ProblemType.NAMESPACE_NOT_ALLOWED,
					"Runs are not allowed in namespace %s; the setting seldon-runs.namespaces lists the allowed namespaces. If it is empty, all except kube-* are allowed."
						.formatted(PrintableText.quoted(namespace)));
		}
		return namespace;
	}

	private static String namespace(@Nullable String requested, @Nullable String declared) {
		if (requested == null && declared == null) {
			throw ProblemException.ofParameter(ProblemType.INVALID_PARAMETER, "namespace",
					"The namespace is missing; set the parameter namespace or metadata.namespace in the manifest.");
		}
		if (requested != null && declared != null && !requested.equals(declared)) {
			throw ProblemException.ofParameter(ProblemType.UNACCEPTABLE_PARAMETER, "namespace",
					"namespace is %s but metadata.namespace in the manifest is %s; use the same namespace in both, or omit one."
						.formatted(PrintableText.quoted(requested), PrintableText.quoted(declared)));
		}
		return (requested != null) ? requested : String.valueOf(declared);
	}

	record ParsedRequest(RunRequest request, Manifest manifest, boolean dryRun) {
	}

}
