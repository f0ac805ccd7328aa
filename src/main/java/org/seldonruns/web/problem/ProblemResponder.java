package org.seldonruns.web.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Responds with a problem when a filter ends a request. */
@Component
public class ProblemResponder {

	private final HandlerExceptionResolver resolver;

	ProblemResponder(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver resolver) {
		this.resolver = resolver;
	}

	/**
	 * Writes the response that {@link ProblemAdvice} gives to an exception.
	 * @param response the response, which must not be committed
	 */
	public void respond(HttpServletRequest request, HttpServletResponse response, Exception exception) {
		if (resolver.resolveException(request, response, null, exception) == null) {
			throw new IllegalStateException("the exception has no handler", exception);
		}
	}

}
