package org.seldonruns.cluster;

/**
 * The attributes of a request that the API server authorizes: a verb on a resource in a
 * namespace.
 *
 * @param verb for example {@code create}
 * @param group the API group; empty for the core group
 * @param resource the plural of the kind
 * @param subresource empty for the resource itself
 */
public record ResourceAttributes(String verb, String group, String resource, String subresource, String namespace) {

	/** Returns the action as an argument of {@code kubectl auth can-i}. */
	@Override
	public String toString() {
		return verb + " " + resource + (group.isEmpty() ? "" : "." + group)
				+ (subresource.isEmpty() ? "" : "/" + subresource)
				+ (namespace.isEmpty() ? " --all-namespaces" : " -n " + namespace);
	}

}
