package org.seldonruns.security;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationServiceException;

/** Nobody could say who a caller is, or what a caller may do. */
public final class ReviewUnavailableException extends AuthenticationServiceException {

	private static final long serialVersionUID = 1L;

	private final @Nullable Duration retryAfter;

	ReviewUnavailableException(String message, @Nullable Duration retryAfter) {
		super(message);
		this.retryAfter = retryAfter;
	}

	/**
	 * How long the API server asks to be left alone.
	 * @return none where it did not say
	 */
	public @Nullable Duration retryAfter() {
		return retryAfter;
	}

}
