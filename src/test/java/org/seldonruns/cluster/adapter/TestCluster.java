package org.seldonruns.cluster.adapter;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.Cluster;
import org.seldonruns.cluster.ClusterSettings;
import org.seldonruns.cluster.ResourceRecoverySource;
import org.seldonruns.cluster.ResourceWatch;
import org.seldonruns.cluster.TestRuns;
import org.seldonruns.cluster.client.ClusterConfiguration;
import org.seldonruns.cluster.watch.NamespaceWatches;
import org.seldonruns.run.Observation;
import org.seldonruns.run.Run;
import org.seldonruns.seldon.resource.ObservedState;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.simulation.Behaviour;
import org.seldonruns.simulation.Faults;
import org.seldonruns.simulation.SimulatedCluster;
import org.seldonruns.time.ManualTimekeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A simulated cluster with one instance of the classes of {@code cluster}. */
public final class TestCluster implements AutoCloseable {

	public static final Duration IDLE = Duration.ofSeconds(30);

	public static final Duration LEASE = Duration.ofSeconds(15);

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final SimulatedCluster simulated = SimulatedCluster.start(new Behaviour());

	private final ManualTimekeeper time = new ManualTimekeeper();

	private final KubernetesClient client = connect(simulated.config());

	private final WiredCluster instance;

	public TestCluster() {
		instance = instance("this-process", time);
	}

	/** Creates another instance on this cluster. */
	public WiredCluster instance(String instance, ManualTimekeeper timekeeper) {
		return new WiredCluster(instance, client,
				new ClusterSettings(null, null, Duration.ofSeconds(5), Duration.ofSeconds(5), IDLE, LEASE), timekeeper);
	}

	/** Creates an instance that may execute runs only in one namespace. */
	public WiredCluster confinedInstance(String instance, String namespace) {
		return new WiredCluster(instance, client,
				new ClusterSettings(null, null, Duration.ofSeconds(5), Duration.ofSeconds(5), IDLE, LEASE), time,
				Set.of(namespace));
	}

	/**
	 * Creates the client as the service does, with long timeouts for slow machines.
	 */
	private static KubernetesClient connect(Config config) {
		return new ClusterConfiguration().kubernetesClient(config,
				new ClusterSettings(null, null, Duration.ofMinutes(1), Duration.ofMinutes(1), IDLE, LEASE),
				new SimpleMeterRegistry());
	}

	public SimulatedCluster simulated() {
		return simulated;
	}

	public Faults faults() {
		return simulated.faults();
	}

	public ManualTimekeeper time() {
		return time;
	}

	public KubernetesClient client() {
		return client;
	}

	public ResourceRecoverySource leftovers() {
		return instance.leftovers();
	}

	public long interruptedWatches() {
		return instance.interruptedWatches();
	}

	/** Closes the watches and Leases of this instance. */
	public void closesCluster() {
		instance.close();
	}

	public NamespaceWatches watches() {
		return instance.watches();
	}

	public Cluster cluster() {
		return instance.cluster();
	}

	/** Returns a resource as another client sees it. */
	public Resource<GenericKubernetesResource> resource(String namespace, String name) {
		return simulated.client()
			.genericKubernetesResources(TestRuns.V1, "SeldonDeployment")
			.inNamespace(namespace)
			.withName(name);
	}

	/** Joins the watches for a run and waits until they are ready. */
	public Watched watch(String namespace, String name) {
		Run run = TestRuns.run(TestRuns.name(namespace, name), time);
		ResourceWatch watch = cluster().watch(run);
		assertThat(watch.ready()).succeedsWithin(TIMEOUT).isEqualTo(Optional.empty());
		return new Watched(this, run, watch);
	}

	/** Does the same and creates the resource of the run. */
	public Watched create(String namespace, String name) {
		Watched watched = watch(namespace, name);
		watched.watch().bind(watched.create());
		return watched;
	}

	public Event event(String namespace, String involvedUid, String reason) {
		return new EventBuilder().withNewMetadata()
			.withGenerateName("event-")
			.withNamespace(namespace)
			.endMetadata()
			.withNewInvolvedObject()
			.withKind("Pod")
			.withName("somebody")
			.withUid(involvedUid)
			.endInvolvedObject()
			.withType("Normal")
			.withReason(reason)
			.withCount(1)
			.build();
	}

	public <T extends HasMetadata> T write(T object) {
		return simulated.client().resource(object).create();
	}

	@Override
	public void close() {
		instance.close();
		client.close();
		simulated.close();
	}

	/** A run and its watch. */
	public record Watched(TestCluster cluster, Run run, ResourceWatch watch) {

		public SeldonDeployment create() {
			ApiResponse<SeldonDeployment> response = cluster.cluster()
				.create(run, TestRuns.manifest(run.request().resource().name()));
			assertThat(response).isInstanceOf(ApiResponse.Accepted.class);
			return ((ApiResponse.Accepted<SeldonDeployment>) response).value();
		}

		public void awaitState(Predicate<ObservedState> wanted) {
			await().atMost(TIMEOUT)
				.untilAsserted(() -> assertThat(watch.state()).matches(wanted, "the state that is waited for"));
		}

		public void awaitAvailable() {
			awaitState(state -> state instanceof ObservedState.Present present
					&& SeldonDeployment.AVAILABLE.equals(present.resource().state()));
		}

		public void awaitGone() {
			awaitState(state -> state instanceof ObservedState.Gone gone && gone.left().isEmpty());
		}

		public void awaitReason(String reason) {
			await().atMost(TIMEOUT).untilAsserted(() -> assertThat(reasons()).contains(reason));
		}

		public List<String> reasons() {
			return TestRuns.timeline(run).stream().map(Observation::reason).toList();
		}

	}

}
