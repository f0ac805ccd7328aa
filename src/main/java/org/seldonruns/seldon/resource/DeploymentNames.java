package org.seldonruns.seldon.resource;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.springframework.util.DigestUtils;

/**
 * How the operator names Deployments, and hence which component a Deployment belongs to.
 * A component's is {@code <name>-<predictor>-<index>-<suffix>}, where the suffix is the
 * component's {@code metadata.name} or the names of its containers, joined by hyphens.
 * The operator adds containers before it makes the name (those of prepackaged servers)
 * and after that (the orchestrator's), so that the name follows from the Deployment's own
 * containers, of which some first ones are in it. A name over 63 characters becomes a
 * digest.
 */
public final class DeploymentNames {

	// The longest label value, as which the operator uses these names.
	private static final int LONGEST = 63;

	private DeploymentNames() {
	}

	/**
	 * Returns the name, or {@code seldon-} and its MD5 if it is longer than 63
	 * characters.
	 */
	static String shortened(String name) {
		return (name.length() > LONGEST) ? "seldon-" + digest(name) : name;
	}

	/**
	 * Finds the component that a Deployment belongs to.
	 * @param components all components of the resource
	 * @return the component; none for an orchestrator or an explainer
	 */
	public static Optional<ComponentSpec> componentOf(List<ComponentSpec> components, OwnedDeployment deployment) {
		Optional<ComponentSpec> exact = components.stream()
			.filter(component -> fullNames(component, deployment).anyMatch(name -> names(name, deployment)))
			.findFirst();
		// A newer operator may make the suffix another way; the longest prefix is the
		// best guess.
		return exact.or(() -> components.stream()
			.filter(component -> deployment.name().startsWith(component.prefix()))
			.max(Comparator.comparingInt(component -> component.prefix().length())));
	}

	/**
	 * Returns whether the operator may give this name to the Deployment of a component.
	 * @param name the name, not a digest
	 * @return false only if it certainly does not
	 */
	public static boolean mayName(ComponentSpec component, String name) {
		// Servers that the operator adds come after the manifest's own.
		return (component.givenName() != null) ? name.equals(component.prefix() + component.givenName())
				: name.startsWith(component.prefix() + String.join("-", component.containers()));
	}

	private static Stream<String> fullNames(ComponentSpec component, OwnedDeployment deployment) {
		if (component.givenName() != null) {
			return Stream.of(component.prefix() + component.givenName());
		}
		List<String> containers = deployment.containers();
		return IntStream.rangeClosed(1, containers.size())
			.mapToObj(count -> component.prefix() + String.join("-", containers.subList(0, count)));
	}

	private static boolean names(String name, OwnedDeployment deployment) {
		// A setting of the operator puts the name of the resource before the digest.
		return (name.length() > LONGEST) ? deployment.name().endsWith("-" + digest(name))
				: deployment.name().equals(name);
	}

	private static String digest(String name) {
		return DigestUtils.md5DigestAsHex(name.getBytes(StandardCharsets.UTF_8));
	}

}
