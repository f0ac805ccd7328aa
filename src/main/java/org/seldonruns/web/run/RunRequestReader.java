package org.seldonruns.web.run;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.seldonruns.run.request.UploadParts;
import org.seldonruns.web.problem.ProblemError;
import org.springframework.stereotype.Component;

import org.seldonruns.run.request.NamespaceSettings;
import org.seldonruns.run.request.ResourceName;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.run.request.Upload;
import org.seldonruns.security.Action;
import org.seldonruns.seldon.manifest.Manifest;
import org.seldonruns.seldon.manifest.ManifestException;
import org.seldonruns.seldon.manifest.UploadedManifests;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.protection.AuditTrail;
import org.seldonruns.web.query.RunParameterSettings;
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

	/** Names the part in details of problems. */
	private static final String UPDATE = "Part update";

	private final RunParameterSettings settings;

	private final NamespaceSettings namespaces;

	private final UploadReader uploads;

	private final RunAccess access;

	RunRequestReader(RunParameterSettings settings, NamespaceSettings namespaces, UploadReader uploads,
			RunAccess access) {
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

		UploadParts parts = uploads.read(request, memory);
		Manifest manifest = Manifest.parse(parts.manifest().bytes());
		ResourceName resource = new ResourceName(requireAllowed(namespace(namespace, manifest.namespace())),
				manifest.apiVersion(), "SeldonDeployment", manifest.name());
		AuditTrail.record(request, resource);
		access.require(Action.START, resource.namespace());
		Manifest update = (parts.update() != null) ? update(parts.update(), resource) : null;
		if (parts.request() != null) {
			access.require(Action.PREDICT, resource.namespace());
			requireRest(manifest, "");
			if (update != null) {
				requireRest(update, UPDATE + ": ");
			}
		}
		return new ParsedRequest(
				new RunRequest(resource, settings.parameters(query, parts), query.label(), access.caller(),
						idempotencyKey, parts),
				new UploadedManifests(manifest, update), Boolean.TRUE.equals(query.dryRun()));
	}

	private static Manifest update(Upload upload, ResourceName resource) {
		Manifest update;
		try {
			update = Manifest.parse(upload.bytes());
		}
		catch (ManifestException exception) {
			throw exception.about(UPDATE);
		}
		requireSame("name", resource.name(), update.name());
		if (update.namespace() != null) {
			requireSame("namespace", resource.namespace(), update.namespace());
		}
		return update;
	}

	private static void requireSame(String field, String expected, String actual) {
		if (!actual.equals(expected)) {
			String detail = "%s: metadata.%s is %s but must be %s, that of the run.".formatted(UPDATE, field,
					PrintableText.quoted(actual), PrintableText.quoted(expected));
			throw new ProblemException(ProblemType.UNACCEPTABLE_MANIFEST, detail,
					List.of(new ProblemError("/metadata/" + field, null, null, null, detail)));
		}
	}

	private static void requireRest(Manifest manifest, String part) {
		if ("kafka".equals(manifest.serverType())) {
			throw new ProblemException(ProblemType.UNACCEPTABLE_MANIFEST, part
					+ "spec.serverType is kafka, so that the model reads its requests from Kafka; omit the part request.",
					List.of(new ProblemError("/spec/serverType", null, null, null,
							part + "spec.serverType is kafka; predictions need a server with REST.")));
		}
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

	record ParsedRequest(RunRequest request, UploadedManifests manifests, boolean dryRun) {
	}

}
