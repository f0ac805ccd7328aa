package org.seldonruns.security;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.Access;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.Caller;
import org.seldonruns.cluster.Reviews;

/** An API server that knows the tokens and grants what a test says. */
public final class FakeReviews implements Reviews {

	private final Map<String, Caller> callers = new ConcurrentHashMap<>();

	private final Set<String> grants = ConcurrentHashMap.newKeySet();

	private final List<String> asked = new CopyOnWriteArrayList<>();

	private volatile @Nullable ApiResponse<?> instead;

	private volatile @Nullable String unanswered;

	/** Knows somebody by a token of the same name. */
	public void knows(String name) {
		knows(name, name);
	}

	/** Knows somebody by a token. */
	public void knows(String token, String name) {
		callers.put(token, new Caller(name, null, List.of("system:authenticated"), Map.of()));
	}

	/** Does not know somebody any more. */
	public void forgets(String name) {
		callers.remove(name);
	}

	/**
	 * Grants something.
	 * @param name whom
	 * @param accesses what, in the words of {@code kubectl auth can-i}
	 */
	public void grants(String name, String... accesses) {
		knows(name);
		for (String access : accesses) {
			grants.add(name + " " + access);
		}
	}

	/** Does not grant something any more. */
	public void withdraws(String name, String access) {
		grants.remove(name + " " + access);
	}

	/** Cannot be asked. */
	public void isUnavailable(String message, @Nullable Duration retryAfter) {
		instead = new ApiResponse.Unavailable<>(message, retryAfter);
	}

	/** Cannot be asked whether anybody may do this. */
	public void leavesUnanswered(String access) {
		unanswered = access;
	}

	/** Reviews nobody for this service. */
	public void refuses(String message) {
		instead = new ApiResponse.Refused<>(403, "Forbidden", message);
	}

	/** Knows nobody, grants nothing, and can be asked. */
	public void reset() {
		callers.clear();
		grants.clear();
		asked.clear();
		instead = null;
		unanswered = null;
	}

	/** What it was asked, in order. */
	List<String> asked() {
		return asked;
	}

	@Override
	public ApiResponse<Optional<Caller>> identify(String token, Set<String> audiences) {
		asked.add("who is " + token + " for " + audiences);
		return answer(Optional.ofNullable(callers.get(token)));
	}

	@Override
	public ApiResponse<Boolean> mayDo(Caller caller, Access access) {
		asked.add("may " + caller.name() + " " + access);
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
