import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import client.ApiClient;
import client.ApiException;
import client.api.RunsApi;
import client.api.RunsApi.APIGetRunRequest;
import client.api.RunsApi.APIListRunsRequest;
import client.api.RunsApi.APIStartRunRequest;
import client.model.Problem;
import client.model.Run;
import client.model.RunStatus;
import client.model.RunSummary;

/** Runs a manifest and prints the result, with the client that openapi-generator generates. */
final class JavaClient {

	private static final Set<RunStatus> LIVE = Set.of(RunStatus.QUEUED, RunStatus.RUNNING);

	private final ApiClient client = new ApiClient();

	private final RunsApi runs;

	private final Path manifest;

	private JavaClient(String service, String manifest) {
		this.client.updateBaseUri(service);
		this.runs = new RunsApi(this.client);
		this.manifest = Path.of(manifest);
	}

	public static void main(String[] arguments) throws ApiException, IOException {
		JavaClient client = new JavaClient(arguments[0], arguments[1]);
		Run run = client.play();
		client.tell(run);
		client.find(run);
		client.askForTooLittle();
	}

	private Run play() throws ApiException, IOException {
		Run run = runs
			.startRun(upload().request("{\"data\": {\"ndarray\": [[1, 2]]}}")
				.expect("{\"type\": \"object\"}")
				.update(Files.readString(manifest).replace(":1.18.2", ":1.18.1"))
				.replicas(3)
				.timeout("2m")
				.maxDowntime("0s")
				.label(List.of("by=client"))
				.build())
			.getRun();
		while (LIVE.contains(run.getStatus())) {
			run = runs.getRun(APIGetRunRequest.newBuilder().id(run.getId()).prefer("wait=60").build());
		}
		return run;
	}

	private void tell(Run run) {
		say("run", run.getStatus(), "by", run.getLabels().get("by"));
		say("resource", run.getResource().getKind(), run.getResource().getName());
		say("replicas", run.getComponents().getFirst().getReplicas().getScaled());
		run.getSteps().forEach(step -> say("step", step.getName(), step.getStatus()));
		require(!run.getFinishedAt().isBefore(run.getStartedAt()));
		run.getTimeline().stream().map(entry -> entry.getStep()).distinct().forEach(step -> say("seen in", step));
		say("answered", run.getSteps().get(2).getPredictions().getFirst().getAnswers().keySet().iterator().next());
		say("ready pods", run.getSteps().get(7).getAvailability().getFirst().getMinReadyPods());
		require(run.getFailure() == null && run.getCleanup() == null && run.getKeptUntil() == null);
	}

	private void find(Run run) throws ApiException, IOException {
		List<RunSummary> found = runs
			.listRuns(APIListRunsRequest.newBuilder()
				.namespace("java")
				.status(RunStatus.SUCCEEDED)
				.label(List.of("by=client"))
				.build())
			.getItems();
		require(found.getFirst().getId().equals(run.getId()));
		require(Files.mismatch(runs.getManifest(run.getId()).toPath(), manifest) == -1);
		require(Files.readString(runs.getJunitReport(run.getId()).toPath()).contains("<testsuite "));
		say("dry run", runs.startRunWithHttpInfo(upload().dryRun(true).build()).getStatusCode());
	}

	private void askForTooLittle() {
		try {
			runs.startRun(upload().replicas(0).build());
		}
		catch (ApiException refusal) {
			Problem problem = client.getObjectMapper().readValue(refusal.getResponseBody(), Problem.class);
			say("problem", problem.getStatus(), problem.getType(), problem.getErrors().getFirst().getParameter());
		}
	}

	private APIStartRunRequest.Builder upload() {
		return APIStartRunRequest.newBuilder()._file(manifest.toFile()).namespace("java");
	}

	private static void require(boolean holds) {
		if (!holds) {
			throw new IllegalStateException("not as it should be");
		}
	}

	private static void say(Object... words) {
		System.out.println(String.join(" ", Arrays.stream(words).map(String::valueOf).toList()));
	}

}
