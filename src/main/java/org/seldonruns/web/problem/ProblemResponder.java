package org.seldonruns.web.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Answers with a problem where a filter ends a request, in the very way in which the
 * controllers' exceptions are answered.
 */
@Component
public class ProblemResponder {

	private final HandlerExceptionResolver resolver;

	ProblemResponder(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver resolver) {
		this.resolver = resolver;
	}

	/**
	 * Writes the answer that {@link ProblemAdvice} gives to an exception.
	 * @param request that no controller has seen
	 * @param response that is not committed
	 * @param exception what ends the request; most often a {@link ProblemException}
	 */
	public void answer(HttpServletRequest request, HttpServletResponse response, Exception exception) {
		if (resolver.resolveException(request, response, null, exception) == null) {
			throw new IllegalStateException("an exception that has no answer", exception);
		}
	}

}
