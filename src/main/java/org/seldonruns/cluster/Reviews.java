package org.seldonruns.cluster;

import java.util.Optional;
import java.util.Set;

/** Asks the API server who somebody is, and what somebody may do. */
public interface Reviews {

	/**
	 * Asks whose token that is (TokenReview).
	 * @param token a bearer token
	 * @param audiences the token has to be meant for one of these; none means for the API
	 * server itself
	 * @return the caller; empty where the API server does not accept the token
	 */
	ApiResponse<Optional<Caller>> identify(String token, Set<String> audiences);

	/**
	 * Asks whether somebody may do something (SubjectAccessReview).
	 * @param caller who
	 * @param access what
	 * @return the API server's verdict
	 */
	ApiResponse<Boolean> mayDo(Caller caller, Access access);

}
