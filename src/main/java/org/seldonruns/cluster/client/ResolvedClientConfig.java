package org.seldonruns.cluster.client;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.ClusterSettings;

/** The configuration of the client, and a description of its source for people. */
record ResolvedClientConfig(String description, Config config) {

	private static final String KUBECONFIG = "KUBECONFIG";

	/**
	 * Finds the configuration: the setting, else KUBECONFIG, else the home directory,
	 * else the ServiceAccount of the pod.
	 * @param settings the settings, with an optional file and context
	 * @param environment returns the value of an environment variable
	 * @return the configuration; the defaults of fabric8 if there is no source
	 * @throws ClusterConfigurationException if a configured file does not exist
	 */
	public static ResolvedClientConfig find(ClusterSettings settings, UnaryOperator<@Nullable String> environment,
			Path home) {
		if (settings.kubeconfig() != null) {
			return ofFile("the setting seldon-runs.cluster.kubeconfig", settings.kubeconfig(), settings.context());
		}
		String named = environment.apply(KUBECONFIG);
		if (named != null && !named.isBlank()) {
			return ofEnvironment(named, settings.context());
		}
		Path atHome = home.resolve(".kube").resolve("config");
		if (Files.isRegularFile(atHome)) {
			return ofFile("the home directory", atHome, settings.context());
		}
		// fabric8 reads the files of the pod, again whenever the token is renewed.
		Config config = Config.autoConfigure(settings.context());
		String token = config.getAutoOAuthToken();
		return new ResolvedClientConfig((token != null && !token.isEmpty()) ? "the pod's ServiceAccount"
				: "defaults, because no kubeconfig and no ServiceAccount token was found", config);
	}

	private static ResolvedClientConfig ofFile(String where, Path file, @Nullable String context) {
		if (!Files.isRegularFile(file)) {
			throw new ClusterConfigurationException(
					"%s names the kubeconfig %s, which does not exist or is not a file".formatted(where, file));
		}
		return new ResolvedClientConfig(where + " (" + file + ")",
				checked(read(file, () -> Config.fromKubeconfig(context, file.toFile())), context));
	}

	private static ResolvedClientConfig ofEnvironment(String named, @Nullable String context) {
		List<Path> files = Stream.of(named.split(File.pathSeparator))
			.filter(name -> !name.isBlank())
			.map(Path::of)
			.filter(Files::isRegularFile)
			.toList();
		if (files.isEmpty()) {
			throw new ClusterConfigurationException("none of the files in KUBECONFIG exists: " + named);
		}
		if (files.size() == 1) {
			return ofFile(KUBECONFIG, files.getFirst(), context);
		}
		// fabric8 merges several files as kubectl does, but only those of this variable.
		return new ResolvedClientConfig(KUBECONFIG + " (" + named + ")",
				checked(read(named, () -> Config.autoConfigure(context)), context));
	}

	private static Config read(Object what, Supplier<Config> reader) {
		try {
			return reader.get();
		}
		catch (RuntimeException ex) {
			throw new ClusterConfigurationException("the kubeconfig " + what + " is not readable or not valid YAML");
		}
	}

	private static Config checked(Config config, @Nullable String context) {
		if (context != null && !Optional.ofNullable(config.getCurrentContext())
			.map(NamedContext::getName)
			.filter(context::equals)
			.isPresent()) {
			throw new ClusterConfigurationException("the kubeconfig has no context " + context);
		}
		return config;
	}

	/** Describes the cluster and the user for people, without credentials. */
	String target() {
		String url = config.getMasterUrl().replaceFirst("//[^/]*@", "//");
		NamedContext context = config.getCurrentContext();
		if (context == null) {
			return subject(config.getAutoOAuthToken()).map(user -> url + " as " + user).orElse(url);
		}
		return "%s as %s (context %s)".formatted(url, context.getContext().getUser(), context.getName());
	}

	/** Reads the user of a ServiceAccount token (RFC 7519) without verifying it. */
	static Optional<String> subject(@Nullable String token) {
		String[] parts = (token != null) ? token.split("\\.", -1) : new String[0];
		if (parts.length != 3) {
			return Optional.empty();
		}
		try {
			String subject = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1])).path("sub").asText();
			return Optional.of(subject).filter(text -> !text.isEmpty());
		}
		catch (IOException | IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

}
