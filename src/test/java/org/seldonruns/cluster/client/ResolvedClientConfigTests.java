package org.seldonruns.cluster.client;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seldonruns.cluster.ClusterSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ResolvedClientConfigTests {

	/** The library's own name for KUBECONFIG, which a test cannot set. */
	private static final String LIBRARY_PROPERTY = "kubeconfig";

	@TempDir
	Path folder;

	private Path home;

	@BeforeEach
	void makeHome() throws IOException {
		home = Files.createDirectory(folder.resolve("home"));
		Files.createDirectory(home.resolve(".kube"));
	}

	@AfterEach
	void forget() {
		System.clearProperty(LIBRARY_PROPERTY);
	}

	@Test
	void settingTakesPrecedence() throws IOException {
		Path set = kubeconfig("set");
		kubeconfig("home/.kube/config");

		ResolvedClientConfig source = find(set, null, kubeconfig("environment").toString());

		assertThat(source.description()).isEqualTo("the setting seldon-runs.cluster.kubeconfig (" + set + ")");
		assertThat(source.config().getMasterUrl()).startsWith("https://set.example.org");
	}

	@Test
	void environmentPrecedesHomeDirectory() throws IOException {
		kubeconfig("home/.kube/config");
		Path named = kubeconfig("environment");

		ResolvedClientConfig source = find(null, null, named.toString());

		assertThat(source.description()).isEqualTo("KUBECONFIG (" + named + ")");
		assertThat(source.config().getMasterUrl()).startsWith("https://environment.example.org");
	}

	@Test
	void usesHomeDirectoryIfEnvironmentIsBlank() throws IOException {
		Path atHome = kubeconfig("home/.kube/config");

		ResolvedClientConfig source = find(null, null, " ");

		assertThat(source.description()).isEqualTo("the home directory (" + atHome + ")");
		assertThat(source.config().getMasterUrl()).startsWith("https://config.example.org");
	}

	@Test
	void usesServiceAccountLast() throws IOException {
		System.setProperty(LIBRARY_PROPERTY, folder.resolve("none").toString());
		Path token = Files.writeString(folder.resolve("token"), "pod-secret");
		System.setProperty("kubernetes.auth.serviceAccount.token", token.toString());
		try {
			ResolvedClientConfig source = find(null, null, null);

			assertThat(source.description()).isEqualTo("the pod's ServiceAccount");
			assertThat(source.config().getAutoOAuthToken()).isEqualTo("pod-secret");
			assertThat(source.target()).startsWith("https://").doesNotContain("secret");
		}
		finally {
			System.clearProperty("kubernetes.auth.serviceAccount.token");
		}
	}

	@Test
	void describesMissingConfiguration() {
		System.setProperty(LIBRARY_PROPERTY, folder.resolve("none").toString());
		System.setProperty("kubernetes.auth.serviceAccount.token", folder.resolve("none").toString());
		try {
			assertThat(find(null, null, null).description())
				.isEqualTo("defaults, because no kubeconfig and no ServiceAccount token was found");
		}
		finally {
			System.clearProperty("kubernetes.auth.serviceAccount.token");
		}
	}

	@Test
	void mergesSeveralFiles() throws IOException {
		String named = kubeconfig("first") + File.pathSeparator + kubeconfig("second") + File.pathSeparator
				+ folder.resolve("missing");
		System.setProperty(LIBRARY_PROPERTY, named);

		assertThat(find(null, null, named).target())
			.isEqualTo("https://first.example.org/ as first-user (context first)");
		assertThat(find(null, "second", named).target())
			.isEqualTo("https://second.example.org/ as second-user (context second)");
		assertThat(find(null, null, named).description()).isEqualTo("KUBECONFIG (" + named + ")");
	}

	@Test
	void usesOnlyExistingFile() throws IOException {
		Path there = kubeconfig("there");

		ResolvedClientConfig source = find(null, null, folder.resolve("missing") + File.pathSeparator + there);

		assertThat(source.description()).isEqualTo("KUBECONFIG (" + there + ")");
	}

	@Test
	void rejectsMissingFile() {
		Path missing = folder.resolve("missing");

		assertThatExceptionOfType(ClusterConfigurationException.class).isThrownBy(() -> find(missing, null, null))
			.withMessage(
					"the setting seldon-runs.cluster.kubeconfig names the kubeconfig %s, which does not exist or is not a file",
					missing);
		assertThatExceptionOfType(ClusterConfigurationException.class)
			.isThrownBy(() -> find(null, null, missing.toString()))
			.withMessage("none of the files in KUBECONFIG exists: %s", missing);
	}

	@Test
	void rejectsInvalidKubeconfig() throws IOException {
		Path nonsense = Files.writeString(folder.resolve("nonsense"), "users: [{user: {token: secret");

		assertThatExceptionOfType(ClusterConfigurationException.class).isThrownBy(() -> find(nonsense, null, null))
			.withMessage("the kubeconfig %s is not readable or not valid YAML", nonsense);
	}

	@Test
	void rejectsUnknownContext() throws IOException {
		Path set = kubeconfig("set");

		assertThatExceptionOfType(ClusterConfigurationException.class).isThrownBy(() -> find(set, "other", null))
			.withMessage("the kubeconfig has no context other");
	}

	@Test
	void showsClusterUserAndContextButNoCredentials() throws IOException {
		Path set = Files.writeString(folder.resolve("secretive"),
				text("set").replace("https://", "https://name:secret@"));

		assertThat(find(set, "set", null).target()).isEqualTo("https://set.example.org/ as set-user (context set)");
	}

	private ResolvedClientConfig find(@Nullable Path setting, @Nullable String context, @Nullable String environment) {
		ClusterSettings settings = new ClusterSettings(setting, context, Duration.ofSeconds(1), Duration.ofSeconds(1),
				Duration.ZERO, Duration.ofSeconds(15));
		Map<String, String> variables = (environment != null) ? Map.of("KUBECONFIG", environment) : Map.of();
		return ResolvedClientConfig.find(settings, variables::get, home);
	}

	private Path kubeconfig(String name) throws IOException {
		Path file = folder.resolve(name);
		return Files.writeString(file, text(file.getFileName().toString()));
	}

	private static String text(String name) {
		return """
				apiVersion: v1
				kind: Config
				current-context: NAME
				clusters: [{name: NAME, cluster: {server: "https://NAME.example.org"}}]
				contexts: [{name: NAME, context: {cluster: NAME, user: NAME-user}}]
				users: [{name: NAME-user, user: {token: secret}}]
				""".replace("NAME", name);
	}

}
