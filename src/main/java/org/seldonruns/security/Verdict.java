package org.seldonruns.security;

import java.util.List;

import org.springframework.security.authorization.AuthorizationResult;

/**
 * Whether somebody has a permission.
 *
 * @param missing what the caller would have to be allowed in the cluster, and is not,
 * each in the words of {@code kubectl auth can-i}
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
