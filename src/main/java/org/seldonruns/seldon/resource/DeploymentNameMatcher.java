package org.seldonruns.seldon.resource;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.springframework.util.DigestUtils;

/**
 * Finds the component of a Deployment by its name:
 * {@code <name>-<predictor>-<index>-<suffix>}. The suffix is the {@code metadata.name} of
 * the component, or the names of the first containers of the Deployment, joined by
 * hyphens: those of the manifest and of prepackaged servers, but not the orchestrator,
 * which the operator adds later. A name over 63 characters becomes a digest.
 */
public final class DeploymentNameMatcher {

	// The operator also uses the names as label values, which have this limit.
	private static final int LONGEST = 63;

	private DeploymentNameMatcher() {
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
	static Optional<ComponentSpec> componentOf(List<ComponentSpec> components, OwnedDeployment deployment) {
		Optional<ComponentSpec> exact = components.stream()
			.filter(component -> fullNames(component, deployment).anyMatch(name -> names(name, deployment)))
			.findFirst();
		// Other versions of the operator may build the suffix differently; the longest
		// matching prefix is the best guess.
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

	/**
	 * Returns whether the operator may shorten the name of the Deployment of a component
	 * to this digest.
	 */
	public static boolean mayShortenTo(ComponentSpec component, String digest) {
		List<String> containers = component.containers();
		return IntStream.rangeClosed(1, containers.size())
			.mapToObj(count -> String.join("-", containers.subList(0, count)))
			.map(suffix -> component.prefix() + ((component.givenName() != null) ? component.givenName() : suffix))
			.anyMatch(name -> shortened(name).equals(digest));
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
