package org.seldonruns.cluster;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A user that the API server authenticated.
 *
 * @param name the user name, for example {@code system:serviceaccount:team:default}
 * @param uid distinguishes users of the same name; null if the API server returns none
 * @param extra further attributes, which authorizers may use
 */
public record Caller(String name, @Nullable String uid, List<String> groups, Map<String, List<String>> extra) {

	public Caller {
		groups = List.copyOf(groups);
		extra = Map.copyOf(extra);
	}

}
