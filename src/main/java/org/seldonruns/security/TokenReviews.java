package org.seldonruns.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.seldonruns.cluster.Caller;
import org.seldonruns.cluster.Reviews;
import org.seldonruns.time.Timekeeper;

import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OAuth2IntrospectionAuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.stereotype.Component;

/** Authenticates bearer tokens by TokenReviews. */
@Component
final class TokenReviews implements OpaqueTokenIntrospector {

	/** The attribute of a principal with the {@link Caller}. */
	static final String CALLER = "caller";

	private final Reviews reviews;

	private final SecuritySettings settings;

	/** The callers by the digest of their token, so that tokens are not stored. */
	private final ReviewCache<String, Optional<Caller>> callers;

	TokenReviews(Reviews reviews, SecuritySettings settings, Timekeeper timekeeper) {
		this.reviews = reviews;
		this.settings = settings;
		this.callers = new ReviewCache<>(settings, timekeeper, Optional::isPresent);
	}

	/**
	 * Authenticates a token.
	 * @throws BadOpaqueTokenException if the API server does not accept the token
	 * @throws ReviewUnavailableException if the API server gives no result
	 */
	@Override
	public OAuth2AuthenticatedPrincipal introspect(String token) {
		Caller caller = callers.find(digest(token), () -> reviews.identify(token, settings.audiences()))
			.orElseThrow(() -> new BadOpaqueTokenException("the API server does not accept the token"));
		return new OAuth2IntrospectionAuthenticatedPrincipal(caller.name(), Map.of(CALLER, caller), List.of());
	}

	private static String digest(String token) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
