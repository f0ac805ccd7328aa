package org.seldonruns.security;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationServiceException;

/** The API server did not authenticate or authorize a caller because of an error. */
public final class ReviewUnavailableException extends AuthenticationServiceException {

	private static final long serialVersionUID = 1L;

	private final @Nullable Duration retryAfter;

	ReviewUnavailableException(String message, @Nullable Duration retryAfter) {
		super(message);
		this.retryAfter = retryAfter;
	}

	/**
	 * Returns the time after which to retry.
	 * @return the time; null if the API server sent none
	 */
	public @Nullable Duration retryAfter() {
		return retryAfter;
	}

}
