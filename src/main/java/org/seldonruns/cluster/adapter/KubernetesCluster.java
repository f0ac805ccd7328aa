package org.seldonruns.cluster.adapter;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.Cluster;
import org.seldonruns.cluster.NameHolder;
import org.seldonruns.cluster.PredictionResponse;
import org.seldonruns.cluster.ResourceWatch;
import org.seldonruns.cluster.client.ApiServer;
import org.seldonruns.cluster.client.MutableMaps;
import org.seldonruns.cluster.client.ServiceProxy;
import org.seldonruns.cluster.orphan.LeaseHolder;
import org.seldonruns.cluster.orphan.RunMetadata;
import org.seldonruns.cluster.watch.NamespaceWatches;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.request.ResourceName;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.seldon.manifest.Manifest;
import org.seldonruns.seldon.resource.PatchOperation;
import org.seldonruns.seldon.resource.PredictionEndpoint;
import org.seldonruns.seldon.resource.ScalePatch;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.seldon.resource.UpdatePatch;

import org.springframework.stereotype.Component;

/** Implements {@link Cluster} with requests to the API server and shared watches. */
@Component
class KubernetesCluster implements Cluster {

	private static final String AS_CREATOR = "fieldManager=" + RunMetadata.CREATOR;

	/** The API version of all requests except creates. */
	private static final String API_VERSION = "machinelearning.seldon.io/v1";

	private static final int MAX_LOG_BYTES = 16 * 1024;

	private final ApiServer apiServer;

	private final ServiceProxy proxy;

	private final NamespaceWatches watches;

	private final LeaseHolder leases;

	private final RunMetadata labels;

	KubernetesCluster(ApiServer apiServer, ServiceProxy proxy, NamespaceWatches watches, LeaseHolder leases,
			RunMetadata labels) {
		this.apiServer = apiServer;
		this.proxy = proxy;
		this.watches = watches;
		this.leases = leases;
		this.labels = labels;
	}

	@Override
	public ResourceWatch watch(Run run) {
		return watches.join(run);
	}

	@Override
	public ApiResponse<SeldonDeployment> create(Run run, Manifest manifest) {
		ResourceName name = run.request().resource();
		return apiServer.write("POST", createPath(run.request(), manifest), ApiServer.JSON, labels
			.marked(withNamespace(manifest, name.namespace()), run.summary(), leases.hasLease(name.namespace())),
				this::read);
	}

	@Override
	public ApiResponse<SeldonDeployment> dryRun(RunRequest request, Manifest manifest) {
		return apiServer.write("POST", createPath(request, manifest) + "&dryRun=All", ApiServer.JSON,
				withNamespace(manifest, request.resource().namespace()), this::read);
	}

	private static String createPath(RunRequest request, Manifest manifest) {
		return collection(request.resource(), manifest.apiVersion()) + "?" + AS_CREATOR + "&fieldValidation="
				+ request.parameters().fieldValidation().parameter();
	}

	private static Map<String, Object> withNamespace(Manifest manifest, String namespace) {
		Map<String, Object> document = MutableMaps.copy(manifest.document());
		Map<String, Object> metadata = MutableMaps.copy(document.get("metadata"));
		metadata.put("namespace", namespace);
		document.put("metadata", metadata);
		return document;
	}

	@Override
	public ApiResponse<Optional<SeldonDeployment>> findCreated(ResourceName name, RunId run) {
		return find(name, resource -> resource.filter(it -> RunMetadata.isOf(it, run)));
	}

	@Override
	public ApiResponse<NameHolder> holder(ResourceName name) {
		return find(name, resource -> resource.map(KubernetesCluster::holder).orElseGet(NameHolder.Unused::new));
	}

	private static NameHolder holder(SeldonDeployment resource) {
		String run = resource.labels().get(RunMetadata.RUN);
		return (run != null) ? new NameHolder.OfRun(run) : new NameHolder.OtherObject();
	}

	private <T> ApiResponse<T> find(ResourceName name, Function<Optional<SeldonDeployment>, T> wanted) {
		ApiResponse<T> found = apiServer.send("GET", path(name), ApiServer.JSON, null,
				body -> wanted.apply(Optional.of(read(body))));
		return (found instanceof ApiResponse.Rejected<T> rejected && rejected.code() == 404)
				? new ApiResponse.Accepted<>(wanted.apply(Optional.empty()), List.of()) : found;
	}

	@Override
	public ApiResponse<SeldonDeployment> scale(ResourceName name, ScalePatch scaling) {
		return patch(path(name) + "?fieldManager=" + RunMetadata.SCALER, scaling.changes());
	}

	@Override
	public ApiResponse<SeldonDeployment> update(RunRequest request, String apiVersion, UpdatePatch update) {
		return patch(path(request.resource(), apiVersion) + "?fieldManager=" + RunMetadata.UPDATER + "&fieldValidation="
				+ request.parameters().fieldValidation().parameter(), update.changes());
	}

	private ApiResponse<SeldonDeployment> patch(String path, List<PatchOperation> changes) {
		ApiResponse<SeldonDeployment> answer = apiServer.write("PATCH", path, "application/json-patch+json", changes,
				this::read);
		// The API server retries a patch that conflicts with concurrent writes a few
		// times, and then responds with 409. Sending it again may succeed.
		return (answer instanceof ApiResponse.Rejected<SeldonDeployment>(int code, var reason, String message, var warnings)
				&& code == 409) ? new ApiResponse.Unavailable<>(message, null) : answer;
	}

	@Override
	public ApiResponse<SeldonDeployment> keep(RunSnapshot run, Instant until) {
		return apiServer.write("PATCH", path(run.request().resource()) + "?" + AS_CREATOR,
				"application/merge-patch+json", RunMetadata.keeping(run, until), this::read);
	}

	@Override
	public ApiResponse<Deleted> delete(ResourceName name, String uid) {
		DeleteOptions options = new DeleteOptionsBuilder().withNewPreconditions()
			.withUid(uid)
			.endPreconditions()
			.withPropagationPolicy("Foreground")
			.build();
		return apiServer.send("DELETE", path(name), ApiServer.JSON, options, body -> new Deleted());
	}

	@Override
	public ApiResponse<String> log(String namespace, String pod, String container, boolean previous, int lines) {
		return apiServer.send(
				"GET", "/api/v1/namespaces/%s/pods/%s/log?container=%s&previous=%s&tailLines=%d&limitBytes=%d"
					.formatted(namespace, pod, container, previous, lines, MAX_LOG_BYTES),
				ApiServer.JSON, null, body -> body);
	}

	@Override
	public CompletableFuture<PredictionResponse> predict(String namespace, PredictionEndpoint endpoint, byte[] body,
			int keep, Duration timeout) {
		return proxy.post("/api/v1/namespaces/%s/services/%s:%s:http/proxy%s".formatted(namespace, endpoint.scheme(),
				endpoint.service(), endpoint.path()), body, keep, timeout);
	}

	private SeldonDeployment read(String body) {
		return SeldonDeployment.of(apiServer.read(body, GenericKubernetesResource.class));
	}

	private static String path(ResourceName name) {
		return path(name, API_VERSION);
	}

	private static String path(ResourceName name, String apiVersion) {
		return collection(name, apiVersion) + "/" + name.name();
	}

	private static String collection(ResourceName name, String apiVersion) {
		return "/apis/" + apiVersion + "/namespaces/" + name.namespace() + "/seldondeployments";
	}

}
