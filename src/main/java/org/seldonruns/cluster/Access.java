package org.seldonruns.cluster;

/**
 * One thing that somebody may want to do in a namespace.
 *
 * @param verb such as {@code create}
 * @param group the API group; empty for the core one
 * @param resource the plural of a kind
 * @param subresource empty for the resource itself
 * @param namespace where
 */
public record Access(String verb, String group, String resource, String subresource, String namespace) {

	/**
	 * In the words of {@code kubectl auth can-i}.
	 * @return such as {@code create seldondeployments.machinelearning.seldon.io -n team}
	 */
	@Override
	public String toString() {
		return verb + " " + resource + (group.isEmpty() ? "" : "." + group)
				+ (subresource.isEmpty() ? "" : "/" + subresource)
				+ (namespace.isEmpty() ? " --all-namespaces" : " -n " + namespace);
	}

}
