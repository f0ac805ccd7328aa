package org.seldonruns.security;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.Caller;
import org.seldonruns.cluster.ResourceAttributes;
import org.seldonruns.cluster.Reviews;

/** An API server whose known tokens and permissions a test sets. */
public final class FakeReviews implements Reviews {

	private final Map<String, Caller> callers = new ConcurrentHashMap<>();

	private final Set<String> grants = ConcurrentHashMap.newKeySet();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private volatile @Nullable ApiResponse<?> instead;

	private volatile @Nullable String unanswered;

	/** Adds a user whose token is the name. */
	public void knows(String name) {
		knows(name, name);
	}

	/** Adds a user with a token. */
	public void knows(String token, String name) {
		callers.put(token, new Caller(name, null, List.of("system:authenticated"), Map.of()));
	}

	/** Removes a user. */
	public void forgets(String name) {
		callers.remove(name);
	}

	/**
	 * Grants permissions.
	 * @param name the name of the user
	 * @param accesses the permissions, in the syntax of {@code kubectl auth can-i}
	 */
	public void grants(String name, String... accesses) {
		knows(name);
		for (String access : accesses) {
			grants.add(name + " " + access);
		}
	}

	/** Revokes a permission. */
	public void revokes(String name, String access) {
		grants.remove(name + " " + access);
	}

	/** Responds to all reviews with an error. */
	public void isUnavailable(String message, @Nullable Duration retryAfter) {
		instead = new ApiResponse.Unavailable<>(message, retryAfter);
	}

	/** Responds to reviews of a permission with an error. */
	public void leavesUnanswered(String access) {
		unanswered = access;
	}

	/** Rejects all reviews. */
	public void refuses(String message) {
		instead = new ApiResponse.Rejected<>(403, "Forbidden", message);
	}

	/** Removes all users, permissions and errors. */
	public void reset() {
		callers.clear();
		grants.clear();
		requests.clear();
		instead = null;
		unanswered = null;
	}

	/** Returns the received reviews, in order. */
	List<String> requests() {
		return requests;
	}

	@Override
	public ApiResponse<Optional<Caller>> identify(String token, Set<String> audiences) {
		requests.add("who is " + token + " for " + audiences);
		return answer(Optional.ofNullable(callers.get(token)));
	}

	@Override
	public ApiResponse<Boolean> mayDo(Caller caller, ResourceAttributes access) {
		requests.add("may " + caller.name() + " " + access);
		if (access.toString().equals(unanswered)) {
			return new ApiResponse.Unavailable<>("no answer", null);
		}
		return answer(grants.contains(caller.name() + " " + access));
	}

	@SuppressWarnings("unchecked")
	private <T> ApiResponse<T> answer(T value) {
		ApiResponse<?> other = instead;
		return (other != null) ? (ApiResponse<T>) other : new ApiResponse.Accepted<>(value, List.of());
	}

}
