package org.seldonruns.cluster;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.seldonruns.run.ResourceName;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.seldon.Manifest;
import org.seldonruns.seldon.Scaling;
import org.seldonruns.seldon.SeldonDeployment;

import org.springframework.stereotype.Component;

/** The cluster behind the API server. */
@Component
class KubernetesCluster implements Cluster {

	private static final String JSON_PATCH = "application/json-patch+json";

	private static final String MERGE_PATCH = "application/merge-patch+json";

	private static final String AS_CREATOR = "fieldManager=" + Marks.CREATOR;

	private static final String AS_SCALER = "fieldManager=" + Marks.SCALER;

	/** The version under which everything but a create speaks of resources. */
	private static final String API_VERSION = "machinelearning.seldon.io/v1";

	private static final int LONGEST_LOG = 16 * 1024;

	private final KubernetesClient client;

	private final ApiServer apiServer;

	private final NamespaceWatches watches;

	private final OwnLeases leases;

	private final Marks marks;

	KubernetesCluster(KubernetesClient client, ApiServer apiServer, NamespaceWatches watches, OwnLeases leases,
			Marks marks) {
		this.client = client;
		this.apiServer = apiServer;
		this.watches = watches;
		this.leases = leases;
		this.marks = marks;
	}

	@Override
	public ResourceWatch watch(Run run) {
		return watches.join(run);
	}

	@Override
	public Answer<SeldonDeployment> create(Run run, Manifest manifest) {
		ResourceName name = run.request().resource();
		return apiServer.send("POST", collection(name, name.apiVersion()) + "?" + AS_CREATOR, ApiServer.JSON,
				marks.marked(placed(manifest, name), run.summary(), leases.isShown(name.namespace())), this::read);
	}

	@Override
	public Answer<SeldonDeployment> dryRun(ResourceName name, Manifest manifest) {
		return apiServer.send("POST", collection(name, name.apiVersion()) + "?dryRun=All&" + AS_CREATOR, ApiServer.JSON,
				placed(manifest, name), this::read);
	}

	private static Map<String, Object> placed(Manifest manifest, ResourceName name) {
		Map<String, Object> document = Documents.copy(manifest.document());
		Map<String, Object> metadata = Documents.copy(document.get("metadata"));
		metadata.put("namespace", name.namespace());
		document.put("metadata", metadata);
		return document;
	}

	@Override
	public Answer<Optional<SeldonDeployment>> findCreated(ResourceName name, RunId run) {
		return find(name, resource -> resource.filter(it -> Marks.isOf(it, run)));
	}

	@Override
	public Answer<NameHolder> holder(ResourceName name) {
		return find(name, resource -> resource.map(KubernetesCluster::holder).orElseGet(NameHolder.Nobody::new));
	}

	private static NameHolder holder(SeldonDeployment resource) {
		String run = resource.labels().get(Marks.RUN);
		return (run != null) ? new NameHolder.OfRun(run) : new NameHolder.Somebody();
	}

	private <T> Answer<T> find(ResourceName name, Function<Optional<SeldonDeployment>, T> wanted) {
		Answer<SeldonDeployment> found = apiServer.send("GET", path(name), ApiServer.JSON, null, this::read);
		return switch (found) {
			case Answer.Accepted<SeldonDeployment>(SeldonDeployment resource, var warnings) ->
				new Answer.Accepted<>(wanted.apply(Optional.of(resource)), warnings);
			case Answer.Refused<SeldonDeployment> refused when refused.code() == 404 ->
				new Answer.Accepted<>(wanted.apply(Optional.empty()), java.util.List.of());
			case Answer.Refused<SeldonDeployment>(int code, String reason, String message) ->
				new Answer.Refused<>(code, reason, message);
			case Answer.Unavailable<SeldonDeployment>(String message, var retryAfter) ->
				new Answer.Unavailable<>(message, retryAfter);
		};
	}

	@Override
	public Answer<SeldonDeployment> scale(ResourceName name, Scaling scaling) {
		Answer<SeldonDeployment> answer = apiServer.send("PATCH", path(name) + "?" + AS_SCALER, JSON_PATCH,
				scaling.changes(), this::read);
		// Others wrote at the same time, and the API server gave up applying the patch
		// anew itself.
		return (answer instanceof Answer.Refused<SeldonDeployment>(int code, var reason, String message) && code == 409)
				? new Answer.Unavailable<>(message, null) : answer;
	}

	@Override
	public Answer<SeldonDeployment> keep(RunSnapshot run, Instant until) {
		return apiServer.send("PATCH", path(run.request().resource()) + "?" + AS_CREATOR, MERGE_PATCH,
				Marks.keeping(run, until), this::read);
	}

	@Override
	public Answer<Deleted> delete(ResourceName name, String uid) {
		DeleteOptions options = new DeleteOptionsBuilder().withNewPreconditions()
			.withUid(uid)
			.endPreconditions()
			.withPropagationPolicy("Foreground")
			.build();
		return apiServer.send("DELETE", path(name), ApiServer.JSON, options, body -> new Deleted());
	}

	@Override
	public Answer<String> log(String namespace, String pod, String container, boolean previous, int lines) {
		return apiServer.send(
				"GET", "/api/v1/namespaces/%s/pods/%s/log?container=%s&previous=%s&tailLines=%d&limitBytes=%d"
					.formatted(namespace, pod, container, previous, lines, LONGEST_LOG),
				ApiServer.JSON, null, body -> body);
	}

	private SeldonDeployment read(String body) {
		return SeldonDeployment
			.of(client.getKubernetesSerialization().unmarshal(body, GenericKubernetesResource.class));
	}

	private static String path(ResourceName name) {
		return collection(name, API_VERSION) + "/" + name.name();
	}

	private static String collection(ResourceName name, String apiVersion) {
		return "/apis/" + apiVersion + "/namespaces/" + name.namespace() + "/seldondeployments";
	}

}
