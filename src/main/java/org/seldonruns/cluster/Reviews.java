package org.seldonruns.cluster;

import java.util.Optional;
import java.util.Set;

/** Authenticates and authorizes callers by requests to the API server. */
public interface Reviews {

	/**
	 * Authenticates the owner of a token (TokenReview).
	 * @param audiences the token must be issued for one of these; empty means for the API
	 * server
	 * @return the caller; empty if the API server rejects the token
	 */
	ApiResponse<Optional<Caller>> identify(String token, Set<String> audiences);

	/** Authorizes an action (SubjectAccessReview). */
	ApiResponse<Boolean> mayDo(Caller caller, ResourceAttributes access);

}
