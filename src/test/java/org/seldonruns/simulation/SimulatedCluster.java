package org.seldonruns.simulation;

import java.time.Duration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.seldonruns.cluster.ClusterSettings;
import org.seldonruns.cluster.client.ClusterConfiguration;

/**
 * A cluster in this process: an API server on the loopback interface, what Kubernetes
 * does, and a Seldon operator. Any namespace is there without being made. Each instance
 * is a cluster of its own.
 */
public final class SimulatedCluster implements AutoCloseable {

	/** Long enough for a machine that has much else to do; in milliseconds. */
	private static final int PATIENCE = 60_000;

	private static final ClusterSettings SETTINGS = new ClusterSettings(null, null, Duration.ofMinutes(1),
			Duration.ofMinutes(1), Duration.ZERO, Duration.ofSeconds(15));

	private final SimulatedServer server;

	private final ObjectStore store = new ObjectStore();

	private final Faults faults = new Faults();

	private final SimulatedApiServer apiServer;

	private final Behaviour behaviour;

	private final SimulatedKubernetes kubernetes;

	private final KubernetesClient operatorClient;

	private final SimulatedOperator operator;

	private final KubernetesClient client;

	private SimulatedCluster(Behaviour behaviour, int port) {
		this.behaviour = behaviour;
		this.apiServer = new SimulatedApiServer(this.store, this.faults, behaviour);
		this.server = new SimulatedServer(port, this.apiServer::answer);
		this.kubernetes = new SimulatedKubernetes(this.store, behaviour);
		this.operatorClient = connect("operator");
		this.operator = SimulatedOperator.start(this.operatorClient, behaviour);
		this.client = connect("client");
	}

	/**
	 * Starts a cluster that is as fast as it can be, on a free port.
	 */
	public static SimulatedCluster start() {
		return start(new Behaviour());
	}

	/**
	 * Starts a cluster on a free port.
	 * @param behaviour how it behaves; may be changed later
	 */
	public static SimulatedCluster start(Behaviour behaviour) {
		return start(behaviour, 0);
	}

	/**
	 * Starts a cluster on a given port of the loopback interface.
	 */
	public static SimulatedCluster start(Behaviour behaviour, int port) {
		return new SimulatedCluster(behaviour, port);
	}

	/**
	 * A client for tests: faults spare it and its requests are not counted.
	 */
	public KubernetesClient client() {
		return this.client;
	}

	/**
	 * The address of the API server, without a slash at its end.
	 */
	public String url() {
		return "http://127.0.0.1:" + this.server.port();
	}

	/**
	 * How to reach the API server, without anything from the environment.
	 */
	public Config config() {
		return new ConfigBuilder(Config.empty()).withMasterUrl(url())
			.withNamespace("default")
			.withConnectionTimeout(PATIENCE)
			.withRequestTimeout(PATIENCE)
			.withOnlyHttpWatches(true)
			.build();
	}

	/**
	 * A kubeconfig for this cluster, as text.
	 */
	public String kubeconfig() {
		return """
				apiVersion: v1
				kind: Config
				current-context: simulated
				clusters: [{name: simulated, cluster: {server: "%s"}}]
				contexts: [{name: simulated, context: {cluster: simulated, user: simulated, namespace: default}}]
				users: [{name: simulated, user: {}}]
				""".formatted(url());
	}

	/**
	 * Writes a kubeconfig for this cluster.
	 * @return the same file
	 */
	public Path writeKubeconfig(Path file) {
		try {
			return Files.writeString(file, kubeconfig());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * How the cluster behaves.
	 */
	public Behaviour behaviour() {
		return this.behaviour;
	}

	/**
	 * What goes wrong, and what was asked for.
	 */
	public Faults faults() {
		return this.faults;
	}

	/**
	 * The operator, to be held or closed.
	 */
	public SimulatedOperator operator() {
		return this.operator;
	}

	/**
	 * Forgets past changes, as a compaction does: a watch from an earlier version gets a
	 * 410.
	 */
	public void forgetHistory() {
		this.store.compact();
	}

	/**
	 * How many watches are open, those of the operator and of {@link #client()} as well.
	 */
	public int openWatches() {
		return this.apiServer.openWatches();
	}

	/**
	 * Creates Events about all existing SeldonDeployments, each as a new object.
	 * @param count the number of Events per SeldonDeployment
	 */
	public void happens(int count) {
		List<ObjectNode> involved;
		synchronized (this.store) {
			involved = List.copyOf(this.store.list(ResourceType.SELDON_DEPLOYMENT, ""));
		}
		for (ObjectNode each : involved) {
			for (int i = 0; i < count; i++) {
				ObjectNode event = EventLog.create(each, "Normal", "test", "Happened", "for the time number " + i);
				this.store.create(ObjectKey.of(ResourceType.EVENT, event), event, false);
			}
		}
	}

	private KubernetesClient connect(String who) {
		Config config = config();
		config.setUserAgent(SimulatedApiServer.OWN_AGENT + "-" + who);
		return new ClusterConfiguration().kubernetesClient(config, SETTINGS, new SimpleMeterRegistry());
	}

	@Override
	public void close() {
		this.operator.close();
		this.kubernetes.close();
		this.operatorClient.close();
		this.client.close();
		this.apiServer.shutdown();
		this.server.close();
	}

}
