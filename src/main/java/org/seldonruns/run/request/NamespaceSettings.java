package org.seldonruns.run.request;

import java.util.Set;

import jakarta.validation.constraints.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the namespaces in which runs are allowed.
 *
 * @param namespaces Namespaces in which runs are allowed, comma-separated. Runs in other
 * namespaces get 403. An empty list allows all namespaces except kube-*.
 */
@Validated
@ConfigurationProperties("seldon-runs")
public record NamespaceSettings(@DefaultValue Set<@Pattern(regexp = NamespaceSettings.NAME,
		message = "must be the name of a namespace") String> namespaces) {

	/** A DNS label (RFC 1123). */
	static final String NAME = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";

	private static final String OF_KUBERNETES = "kube-";

	public NamespaceSettings {
		namespaces = Set.copyOf(namespaces);
	}

	/**
	 * Returns whether runs are allowed in a namespace.
	 * @param namespace the namespace
	 * @return true if they are
	 */
	public boolean allows(String namespace) {
		return namespaces.isEmpty() ? !namespace.startsWith(OF_KUBERNETES) : namespaces.contains(namespace);
	}

}
