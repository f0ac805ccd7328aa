package org.seldonruns.cluster.client;

import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * Reads who a ServiceAccount's token speaks for. It is not verified: that is the API
 * server's.
 */
final class ServiceAccountToken {

	private ServiceAccountToken() {
	}

	/**
	 * The user that the API server will see.
	 * @param token a JSON Web Token (RFC 7519), or none
	 * @return such as {@code system:serviceaccount:seldon-runs:seldon-runs}; empty where
	 * the token does not say
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
