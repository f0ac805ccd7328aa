package org.seldonruns.lifecycle;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.Cluster;
import org.seldonruns.cluster.NameHolder;
import org.seldonruns.cluster.PredictionResponse;
import org.seldonruns.cluster.ResourceWatch;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.run.request.ResourceName;
import org.seldonruns.run.request.RunRequest;
import org.seldonruns.seldon.manifest.Manifest;
import org.seldonruns.seldon.resource.PredictionEndpoint;
import org.seldonruns.seldon.resource.ScalePatch;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.seldon.resource.UpdatePatch;

/**
 * A cluster that returns the responses of a test and records the requests. Without a
 * response of the test, it accepts each request, and deleted resources are gone at once.
 */
public final class FakeCluster implements Cluster {

	private final List<String> calls = new CopyOnWriteArrayList<>();

	private final FakeWatch watch = new FakeWatch(calls);

	private final Deque<Supplier<ApiResponse<SeldonDeployment>>> creates = new ArrayDeque<>();

	private final Deque<Supplier<ApiResponse<Optional<SeldonDeployment>>>> finds = new ArrayDeque<>();

	private final Deque<Supplier<ApiResponse<SeldonDeployment>>> scales = new ArrayDeque<>();

	private final Deque<Supplier<ApiResponse<SeldonDeployment>>> updates = new ArrayDeque<>();

	private final Deque<Supplier<ApiResponse<SeldonDeployment>>> keeps = new ArrayDeque<>();

	private final Deque<Supplier<ApiResponse<Deleted>>> deletes = new ArrayDeque<>();

	private final Deque<CompletableFuture<PredictionResponse>> predictions = new ArrayDeque<>();

	private Function<Run, ResourceWatch> watches = run -> watch;

	private ApiResponse<String> log = accepted("");

	private ApiResponse<NameHolder> holder = accepted(new NameHolder.OtherObject());

	private @Nullable ApiResponse<SeldonDeployment> dryRun;

	public static <T> ApiResponse<T> accepted(T value, String... warnings) {
		return new ApiResponse.Accepted<>(value, List.of(warnings));
	}

	public static <T> ApiResponse<T> rejected(int code, String reason, String message) {
		return new ApiResponse.Rejected<>(code, reason, message);
	}

	public static <T> ApiResponse<T> unavailable(String message) {
		return new ApiResponse.Unavailable<>(message, null);
	}

	/** Returns the requests, in order. */
	public List<String> calls() {
		return List.copyOf(calls);
	}

	/** Returns the number of requests whose text starts with this prefix. */
	public long calls(String start) {
		return calls.stream().filter(call -> call.startsWith(start)).count();
	}

	FakeWatch watch() {
		return watch;
	}

	void onWatch(Function<Run, ResourceWatch> response) {
		watches = response;
	}

	/** Responds to creates with these responses, one after the other. */
	@SafeVarargs
	public final void onCreate(ApiResponse<SeldonDeployment>... responses) {
		for (ApiResponse<SeldonDeployment> response : responses) {
			creates.add(() -> response);
		}
	}

	public void onCreate(Supplier<ApiResponse<SeldonDeployment>> response) {
		creates.add(response);
	}

	@SafeVarargs
	public final void onFindCreated(ApiResponse<Optional<SeldonDeployment>>... responses) {
		for (ApiResponse<Optional<SeldonDeployment>> response : responses) {
			finds.add(() -> response);
		}
	}

	/** Responds to the next find with the resource that the run created. */
	public void findsWhatItCreated() {
		onFindCreated(accepted(Optional.of(Sample.single().resource())));
	}

	/** Throws an unexpected exception at the next find. */
	public void failsToFind() {
		finds.add(() -> {
			throw new IllegalStateException("unexpected");
		});
	}

	@SafeVarargs
	public final void onScale(ApiResponse<SeldonDeployment>... responses) {
		for (ApiResponse<SeldonDeployment> response : responses) {
			scales.add(() -> response);
		}
	}

	public void onScale(Supplier<ApiResponse<SeldonDeployment>> response) {
		scales.add(response);
	}

	public void onKeep(ApiResponse<SeldonDeployment> response) {
		keeps.add(() -> response);
	}

	@SafeVarargs
	public final void onDelete(ApiResponse<Deleted>... responses) {
		for (ApiResponse<Deleted> response : responses) {
			deletes.add(() -> response);
		}
	}

	public void onDelete(Supplier<ApiResponse<Deleted>> response) {
		deletes.add(response);
	}

	/**
	 * Accepts the next delete, but keeps showing the resource until the test removes it.
	 */
	public void deletesSlowly() {
		onDelete(accepted(new Deleted()));
	}

	public void onLog(ApiResponse<String> response) {
		log = response;
	}

	@Override
	public ApiResponse<String> log(String namespace, String pod, String container, boolean previous, int lines) {
		calls.add("log " + pod + "/" + container + (previous ? " previous" : ""));
		return log;
	}

	void onDryRun(ApiResponse<SeldonDeployment> response) {
		dryRun = response;
	}

	/**
	 * Responds to predictions with these responses, one after the other; the last one is
	 * repeated.
	 */
	public void onPredict(PredictionResponse... responses) {
		for (PredictionResponse response : responses) {
			predictions.add(CompletableFuture.completedFuture(response));
		}
	}

	/** Never responds to the next prediction. */
	public CompletableFuture<PredictionResponse> predictsNever() {
		CompletableFuture<PredictionResponse> never = new CompletableFuture<>();
		predictions.add(never);
		return never;
	}

	@Override
	public CompletableFuture<PredictionResponse> predict(String namespace, PredictionEndpoint endpoint, byte[] body,
			int keep, Duration timeout) {
		calls.add("predict %s:%s%s %s".formatted(endpoint.scheme(), endpoint.service(), endpoint.path(),
				new String(body, StandardCharsets.UTF_8)));
		CompletableFuture<PredictionResponse> next = (predictions.size() > 1) ? predictions.remove()
				: predictions.element();
		return next.isDone() ? next.copy() : next;
	}

	@Override
	public ResourceWatch watch(Run run) {
		calls.add("watch");
		return watches.apply(run);
	}

	@Override
	public ApiResponse<SeldonDeployment> create(Run run, Manifest manifest) {
		calls.add("create " + manifest.name());
		return next(creates, () -> accepted(Sample.of(manifest).resource()));
	}

	@Override
	public ApiResponse<SeldonDeployment> dryRun(RunRequest request, Manifest manifest) {
		calls.add("dryRun " + manifest.name());
		return (dryRun != null) ? dryRun : accepted(Sample.of(manifest).resource());
	}

	@Override
	public ApiResponse<Optional<SeldonDeployment>> findCreated(ResourceName name, RunId run) {
		calls.add("find " + name.name());
		return next(finds, () -> accepted(Optional.empty()));
	}

	public void onHolder(ApiResponse<NameHolder> response) {
		holder = response;
	}

	@Override
	public ApiResponse<NameHolder> holder(ResourceName name) {
		return holder;
	}

	@Override
	public ApiResponse<SeldonDeployment> scale(ResourceName name, ScalePatch scaling) {
		calls.add("scale " + name.name() + " " + scaling.sets());
		return next(scales, () -> accepted(Sample.single().generation(2).resource()));
	}

	@SafeVarargs
	public final void onUpdate(ApiResponse<SeldonDeployment>... responses) {
		for (ApiResponse<SeldonDeployment> response : responses) {
			updates.add(() -> response);
		}
	}

	public void onUpdate(Supplier<ApiResponse<SeldonDeployment>> response) {
		updates.add(response);
	}

	@Override
	public ApiResponse<SeldonDeployment> update(RunRequest request, String apiVersion, UpdatePatch update) {
		calls.add("update " + request.resource().name());
		return next(updates, () -> accepted(Sample.single().generation(3).resource()));
	}

	@Override
	public ApiResponse<SeldonDeployment> keep(RunSnapshot run, Instant until) {
		calls.add("keep " + run.request().resource().name() + " until " + until);
		return next(keeps, () -> accepted(Sample.single().resource()));
	}

	@Override
	public ApiResponse<Deleted> delete(ResourceName name, String uid) {
		calls.add("delete " + name.name() + " " + uid);
		return next(deletes, () -> {
			watch.shows(Sample.gone());
			return accepted(new Deleted());
		});
	}

	private static <T> ApiResponse<T> next(Deque<Supplier<ApiResponse<T>>> responses,
			Supplier<ApiResponse<T>> byDefault) {
		Supplier<ApiResponse<T>> next = responses.poll();
		return ((next != null) ? next : byDefault).get();
	}

}
