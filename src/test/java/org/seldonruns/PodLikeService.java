package org.seldonruns;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.client.Config;
import tools.jackson.databind.JsonNode;

/**
 * The service as an {@link Installation} has it run in a pod, on this machine: with the
 * ServiceAccount's token, authority and namespace as files, the settings of the ConfigMap
 * and the environment of the container.
 */
final class PodLikeService {

	private static final String SETTINGS = "SPRING_CONFIG_ADDITIONAL_LOCATION";

	private final Installation installation;

	private final Path folder;

	private final Config cluster = Config.fromKubeconfig(new File(RealCluster.kubeconfig()));

	/** Folders of this machine, by where the container mounts them. */
	private final Map<String, String> mounts = new HashMap<>();

	PodLikeService(Installation installation, Path folder) {
		this.installation = installation;
		this.folder = folder;
	}

	/** Uses a folder of this machine in place of one that the container mounts. */
	PodLikeService withMount(String mount, Path here) {
		mounts.put(mount, here.toString());
		return this;
	}

	/** Starts it; what is packaged, where that is said to be there. */
	ServiceProcess start(String... settings) {
		try {
			List<String> command = new ArrayList<>(List.of(ServiceProcess.java(), "-Xmx256m", "-XX:+UseSerialGC",
					"-Duser.home=" + Files.createTempDirectory(folder, "home-"),
					"-Dkubernetes.auth.serviceAccount.token=" + file("token", token()),
					"-Dkubernetes.certs.ca.file=" + file("ca.crt", Files.readString(Path.of(cluster.getCaCertFile()))),
					"-Dkubenamespace=" + file("namespace", Installation.NAMESPACE)));
			command.addAll(ServiceProcess.program());
			command.addAll(List.of("--server.port=0", "--server.address=127.0.0.1", "--management.server.port=0",
					"--management.server.address=127.0.0.1"));
			command.addAll(List.of(settings));
			return ServiceProcess.start(folder, inContainer(new ProcessBuilder(command)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private ProcessBuilder inContainer(ProcessBuilder service) throws IOException {
		URI apiServer = URI.create(cluster.getMasterUrl());
		service.environment().remove("KUBECONFIG");
		service.environment().put("KUBERNETES_SERVICE_HOST", apiServer.getHost());
		service.environment().put("KUBERNETES_SERVICE_PORT", String.valueOf(apiServer.getPort()));
		for (JsonNode variable : installation.get("deployments")
			.getFirst()
			.at("/spec/template/spec/containers/0/env")) {
			service.environment()
				.put(variable.path("name").asString(), onThisMachine(variable.path("value").asString()));
		}
		Path settings = Files.createTempDirectory(folder, "settings-");
		installation.get("configmaps")
			.getFirst()
			.path("data")
			.properties()
			.forEach(entry -> write(settings.resolve(entry.getKey()), entry.getValue().asString()));
		service.environment().put(SETTINGS, "file:" + settings + "/");
		return service;
	}

	private String onThisMachine(String value) {
		String own = value;
		for (Map.Entry<String, String> mount : mounts.entrySet()) {
			own = own.replace(mount.getKey(), mount.getValue());
		}
		return own;
	}

	private String token() {
		return installation.kubectl("create", "token", "seldon-runs", "-n", Installation.NAMESPACE).strip();
	}

	private Path file(String name, String content) {
		return write(folder.resolve(name), content);
	}

	private static Path write(Path file, String content) {
		try {
			return Files.writeString(file, content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
