package org.seldonruns.web;

import java.time.Duration;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

import org.seldonruns.run.NamespaceSettings;
import org.seldonruns.run.ResourceName;
import org.seldonruns.run.RunParameters;
import org.seldonruns.run.RunRequest;
import org.seldonruns.run.Upload;
import org.seldonruns.security.Action;
import org.seldonruns.seldon.manifest.Manifest;

/**
 * Reads the request for a run: the query first, which is cheap, then the upload. If the
 * query names the namespace, the caller's permission is checked before the upload is
 * read.
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
	 * @param request whose body has not been read
	 * @param memory takes the bytes of the upload from the budget of all uploads
	 * @return the run that the client requests; its caller may start it
	 * @throws ProblemException if the query or the upload is invalid
	 * @throws org.springframework.security.access.AccessDeniedException if the caller may
	 * not start runs in the namespace
	 * @throws org.seldonruns.seldon.manifest.ManifestException where the manifest is not
	 */
	Reading read(HttpServletRequest request, UploadBudget.Reservation memory) {
		QueryParameters query = QueryParameters.of(request);
		String namespace = query.one("namespace", ValueReaders::namespace);
		int replicas = query.one("replicas", settings.replicas(), ValueReaders.wholeNumber(1, settings.maxReplicas()));
		Duration timeout = query.one("timeout", settings.timeout(), ValueReaders.duration(settings.maxTimeout()));
		Duration deleteTimeout = query.one("deleteTimeout", settings.deleteTimeout(),
				ValueReaders.duration(settings.maxDeleteTimeout()));
		Duration keepOnFailure = query.one("keepOnFailure", ValueReaders.duration(settings.maxKeepOnFailure()));
		Map<String, String> labels = query.labels("label", RunsApi.MOST_LABELS);
		boolean dryRun = query.one("dryRun", false, ValueReaders::flag);
		query.check();
		String idempotencyKey = IdempotencyKey.of(request);
		if (namespace != null) {
			AuditLog.about(request, namespace);
			access.require(Action.START, allowed(namespace));
		}

		Upload upload = uploads.read(request, memory);
		Manifest manifest = Manifest.parse(upload.bytes());
		ResourceName resource = new ResourceName(allowed(agreed(query, namespace, manifest.namespace())),
				manifest.apiVersion(), KIND, manifest.name());
		AuditLog.about(request, resource);
		access.require(Action.START, resource.namespace());
		RunParameters parameters = new RunParameters(replicas, timeout, deleteTimeout, keepOnFailure);
		return new Reading(new RunRequest(resource, parameters, labels, access.caller(), idempotencyKey, upload),
				manifest, dryRun);
	}

	private String allowed(String namespace) {
		if (!namespaces.allows(namespace)) {
			throw new ProblemException(ProblemType.NAMESPACE_NOT_ALLOWED,
					"Runs may not be played in namespace %s; the setting seldon-runs.namespaces says where they may."
						.formatted(ValueReaders.quoted(namespace)));
		}
		return namespace;
	}

	private static String agreed(QueryParameters query, @Nullable String asked, @Nullable String written) {
		if (asked == null && written == null) {
			query.unreadable("namespace",
					"Neither the parameter namespace nor the manifest's metadata.namespace says where; give one of them.");
		}
		else if (asked != null && written != null && !asked.equals(written)) {
			query.unacceptable("namespace",
					"namespace is %s but the manifest's metadata.namespace is %s; make them agree, or leave one out."
						.formatted(ValueReaders.quoted(asked), ValueReaders.quoted(written)));
		}
		query.check();
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
