package org.seldonruns.web.query;

/**
 * The parameter {@code predictPath}.
 *
 * @param value a path that is safe below the prefix of the service proxy
 */
public record PredictPath(String value) {

	/** Approximates the accepted paths, for the OpenAPI document. */
	static final String FORMAT = "^(/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)+$";

}
