package org.seldonruns.security;

import java.util.List;

import org.springframework.security.authorization.AuthorizationResult;

/**
 * The result of a check of a permission.
 *
 * @param missing the missing permissions in the cluster, in the syntax of
 * {@code kubectl auth can-i}
 */
public record Verdict(List<String> missing) implements AuthorizationResult {

	static final Verdict GRANTED = new Verdict(List.of());

	public Verdict {
		missing = List.copyOf(missing);
	}

	@Override
	public boolean isGranted() {
		return missing.isEmpty();
	}

}
