package org.seldonruns.cluster;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Somebody whom the API server knows.
 *
 * @param name the user's name, such as {@code system:serviceaccount:team:default}
 * @param uid tells users of the same name apart; none where the API server gives none
 * @param groups the groups that the user is in
 * @param extra what else the API server knows of the user, and authorizers may want
 */
public record Caller(String name, @Nullable String uid, List<String> groups, Map<String, List<String>> extra) {

	public Caller {
		groups = List.copyOf(groups);
		extra = Map.copyOf(extra);
	}

}
