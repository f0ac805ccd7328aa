package org.seldonruns.cluster.client;

import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** Reads the user of a ServiceAccount token, without verifying the token. */
final class ServiceAccountToken {

	private ServiceAccountToken() {
	}

	/**
	 * Returns the user of a token.
	 * @param token a JSON Web Token (RFC 7519), if there is one
	 * @return for example {@code system:serviceaccount:seldon-runs:seldon-runs}; empty if
	 * the token does not contain it
	 */
	static Optional<String> subject(@Nullable String token) {
		String[] parts = (token != null) ? token.split("\\.", -1) : new String[0];
		if (parts.length != 3) {
			return Optional.empty();
		}
		try {
			String subject = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1])).path("sub").asText();
			return Optional.of(subject).filter(text -> !text.isEmpty());
		}
		catch (IOException | IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

}
