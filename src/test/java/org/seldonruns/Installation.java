package org.seldonruns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.fabric8.kubernetes.client.KubernetesClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Installs the manifests of {@code k8s} with kubectl on the control plane that
 * KUBECONFIG_IT names, as docs/operations.md describes.
 */
final class Installation implements AutoCloseable {

	/** The namespace of the service. */
	static final String NAMESPACE = "seldon-runs";

	private static final String LABEL = "app.kubernetes.io/name=seldon-runs";

	private final Path folder;

	private final Path manifests;

	/**
	 * Creates a changed copy of the manifests.
	 * @param folder the folder of the copy
	 * @param image the name of the image
	 * @param namespace the namespace of the runs, for the overlay one-namespace
	 * @param choice overlays and components, as {@code k8s/kustomization.yaml} lists them
	 */
	Installation(Path folder, String image, String namespace, List<String> choice) {
		this.folder = folder;
		this.manifests = folder.resolve("k8s");
		try (Stream<Path> files = Files.walk(Path.of("k8s"))) {
			for (Path file : files.toList()) {
				Files.copy(file, folder.resolve(file));
			}
			Files.writeString(manifests.resolve("base/image.env"), "image=" + image + "\n");
			change("overlays/one-namespace/kustomization.yaml", "[namespace=seldon]", "[namespace=" + namespace + "]");
			change("kustomization.yaml", "\n- overlays/", "\n#- overlays/");
			for (String each : choice) {
				change("kustomization.yaml", "\n#- " + each, "\n- " + each);
			}
			if (choice.stream().anyMatch(each -> each.startsWith("components/"))) {
				change("kustomization.yaml", "#components:", "components:");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Waits until the service is not installed, so that tests do not disturb each other.
	 */
	static void awaitNone(KubernetesClient client) {
		await().untilAsserted(
				() -> assertThat(client.namespaces().withName(NAMESPACE).get()).as("the service is installed there")
					.isNull());
	}

	/** Replaces a text in a file of the copy; fails if the file does not contain it. */
	void change(String file, String before, String after) {
		try {
			String text = Files.readString(manifests.resolve(file));
			assertThat(text).contains(before);
			Files.writeString(manifests.resolve(file), text.replace(before, after));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Returns the rendered manifests. */
	String render() {
		return kubectl("kustomize", manifests.toString());
	}

	/**
	 * Installs the manifests.
	 * @return the output of kubectl, one line per object
	 */
	List<String> apply() {
		return kubectl("apply", "-k", manifests.toString()).lines().toList();
	}

	/** Deletes the installed objects and waits until they are gone. */
	void delete() {
		kubectl("delete", "--ignore-not-found", "-k", manifests.toString());
	}

	/** Returns the installed objects that still exist, in all namespaces. */
	List<String> left() {
		List<String> kinds = new ArrayList<>(List.of("namespaces", "clusterroles", "clusterrolebindings", "roles",
				"rolebindings", "serviceaccounts", "deployments", "services", "configmaps", "pods", "networkpolicies",
				"validatingadmissionpolicies", "validatingadmissionpolicybindings"));
		return kubectl("get", String.join(",", kinds), "-A", "-l", LABEL, "-o", "name").lines().toList();
	}

	/** Returns the installed objects of a kind, in all namespaces. */
	List<JsonNode> get(String kind) {
		return JsonMapper.shared()
			.readTree(kubectl("get", kind, "-A", "-l", LABEL, "-o", "json"))
			.path("items")
			.valueStream()
			.toList();
	}

	/** Runs kubectl and returns its output; fails if kubectl fails or prints an error. */
	String kubectl(String... arguments) {
		List<String> command = new ArrayList<>(List.of("kubectl"));
		command.addAll(List.of(arguments));
		try (Rehearsal kubectl = Rehearsal.start(folder, Map.of("KUBECONFIG", RealCluster.kubeconfig()), command)) {
			kubectl.assertEndsWith(0);
			assertThat(kubectl.err()).isEmpty();
			return kubectl.out();
		}
	}

	@Override
	public void close() {
		delete();
	}

}
