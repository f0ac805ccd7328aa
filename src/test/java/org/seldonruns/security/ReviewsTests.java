package org.seldonruns.security;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.seldonruns.cluster.ApiResponse;
import org.seldonruns.cluster.Caller;
import org.seldonruns.cluster.ResourceAttributes;
import org.seldonruns.cluster.Reviews;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seldonruns.time.ManualTimekeeper;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ReviewsTests {

	private static final Duration AGE = Duration.ofSeconds(10);

	private static final String GET = "get seldondeployments.machinelearning.seldon.io -n team";

	private final FakeReviews reviews = new FakeReviews();

	private final ManualTimekeeper time = new ManualTimekeeper();

	private final TokenReviews tokens = new TokenReviews(reviews, settings(SecurityMode.KUBERNETES), time);

	private final AccessReviews accesses = new AccessReviews(reviews, settings(SecurityMode.KUBERNETES), time);

	private static SecuritySettings settings(SecurityMode mode) {
		return new SecuritySettings(mode, Set.of("runs"), AGE, 100, 2, Duration.ofMinutes(1), false, true, Set.of());
	}

	@Test
	void acceptsKnownToken() {
		reviews.knows("ann");

		assertThat(tokens.introspect("ann").getName()).isEqualTo("ann");
		assertThat(reviews.requests()).containsExactly("who is ann for [runs]");
	}

	@Test
	void rejectsUnknownToken() {
		assertThatExceptionOfType(BadOpaqueTokenException.class).isThrownBy(() -> tokens.introspect("eve"))
			.withMessageNotContaining("eve");
	}

	@Test
	void cachesTokenReviews() {
		reviews.knows("ann");
		tokens.introspect("ann");
		assertThatExceptionOfType(BadOpaqueTokenException.class).isThrownBy(() -> tokens.introspect("eve"));
		reviews.forgets("ann");
		reviews.knows("eve");

		time.advance(AGE.minusMillis(1));
		assertThat(tokens.introspect("ann").getName()).isEqualTo("ann");
		assertThatExceptionOfType(BadOpaqueTokenException.class).isThrownBy(() -> tokens.introspect("eve"));
		assertThat(reviews.requests()).hasSize(2);

		time.advance(Duration.ofMillis(1));
		assertThatExceptionOfType(BadOpaqueTokenException.class).isThrownBy(() -> tokens.introspect("ann"));
		assertThat(tokens.introspect("eve").getName()).isEqualTo("eve");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					START     | create seldondeployments.machinelearning.seldon.io -n team; patch seldondeployments.machinelearning.seldon.io -n team; delete seldondeployments.machinelearning.seldon.io -n team
					STOP      | delete seldondeployments.machinelearning.seldon.io -n team
					READ      | get seldondeployments.machinelearning.seldon.io -n team
					READ_LOGS | get pods/log -n team
					""")
	void actionNeedsPermissionsInCluster(Action action, String needs) {
		reviews.knows("ann");
		List<String> missing = List.of(needs.split("; "));
		assertThat(verdict("ann", action).missing()).isEqualTo(missing);

		time.advance(AGE);
		reviews.grants("ann", missing.toArray(String[]::new));
		assertThat(verdict("ann", action).isGranted()).isTrue();

		time.advance(AGE);
		reviews.revokes("ann", missing.getLast());
		assertThat(verdict("ann", action).missing()).containsExactly(missing.getLast());
	}

	@Test
	void cachesAccessReviews() {
		reviews.grants("ann", GET);
		reviews.knows("bob");
		assertThat(verdict("ann", Action.READ).isGranted()).isTrue();
		assertThat(verdict("bob", Action.READ).isGranted()).isFalse();
		reviews.revokes("ann", GET);

		time.advance(AGE.minusMillis(1));
		assertThat(verdict("ann", Action.READ).isGranted()).isTrue();

		time.advance(Duration.ofMillis(1));
		assertThat(verdict("ann", Action.READ).isGranted()).isFalse();
	}

	@Test
	void failsIfApiServerIsUnavailable() {
		reviews.grants("ann", GET);
		Authentication ann = known("ann");
		reviews.isUnavailable("the API server responded with 503", Duration.ofSeconds(7));

		assertThatExceptionOfType(ReviewUnavailableException.class).isThrownBy(() -> tokens.introspect("bob"))
			.withMessage("the API server responded with 503")
			.satisfies(error -> assertThat(error.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
		assertThatExceptionOfType(ReviewUnavailableException.class)
			.isThrownBy(() -> accesses.authorize(() -> ann, new Permission(Action.READ, "team")));
	}

	@Test
	void doesNotCacheErrors() {
		reviews.isUnavailable("the API server responded with 503", null);
		assertThatExceptionOfType(ReviewUnavailableException.class).isThrownBy(() -> tokens.introspect("ann"));
		reviews.reset();
		reviews.knows("ann");

		assertThat(tokens.introspect("ann").getName()).isEqualTo("ann");
	}

	@Test
	void doesNotExposeMissingPermissionsOfService() {
		reviews.refuses("User \"system:serviceaccount:a:b\" cannot create resource tokenreviews");

		assertThatExceptionOfType(ReviewUnavailableException.class).isThrownBy(() -> tokens.introspect("ann"))
			.withMessage("the API server rejects reviews by this service; the log of the service has the reason");
	}

	@Test
	void sendsNoReviewsWithoutAuthentication() {
		AccessReviews open = new AccessReviews(reviews, settings(SecurityMode.NONE), time);
		Authentication anybody = new AnonymousAuthenticationToken("key", "anybody",
				AuthorityUtils.createAuthorityList("ANY"));

		assertThat(open.authorize(() -> anybody, new Permission(Action.START, "team")).isGranted()).isTrue();
		assertThat(reviews.requests()).isEmpty();
	}

	@Test
	void exceptionHasMissingPermissions() {
		reviews.knows("ann");
		Authentication ann = known("ann");

		assertThatExceptionOfType(AuthorizationDeniedException.class)
			.isThrownBy(() -> accesses.verify(() -> ann, new Permission(Action.READ, "team")))
			.satisfies(denied -> assertThat(denied.getAuthorizationResult()).isEqualTo(new Verdict(List.of(GET))));
	}

	private Verdict verdict(String name, Action action) {
		Authentication caller = known(name);
		return accesses.authorize(() -> caller, new Permission(action, "team"));
	}

	private Authentication known(String name) {
		OAuth2AuthenticatedPrincipal principal = tokens.introspect(name);
		return new TestingAuthenticationToken(principal, "token");
	}

	@Test
	void limitsConcurrentReviewsOfUnknownCallersOnly() throws InterruptedException {
		reviews.knows("ann");
		CountDownLatch received = new CountDownLatch(2);
		CountDownLatch answer = new CountDownLatch(1);
		TokenReviews limited = new TokenReviews(new SlowReviews(reviews, received, answer),
				settings(SecurityMode.KUBERNETES), time);
		limited.introspect("ann");
		time.advance(AGE);
		List<Thread> flood = Stream.of("slow-1", "slow-2")
			.map(token -> Thread.ofVirtual()
				.start(() -> assertThatExceptionOfType(BadOpaqueTokenException.class)
					.isThrownBy(() -> limited.introspect(token))))
			.toList();
		assertThat(received.await(60, TimeUnit.SECONDS)).isTrue();

		assertThatExceptionOfType(ReviewUnavailableException.class).isThrownBy(() -> limited.introspect("eve"))
			.withMessageContaining("seldon-runs.security.max-reviews")
			.satisfies(ex -> assertThat(ex.retryAfter()).isEqualTo(Duration.ofSeconds(1)));
		assertThat(limited.introspect("ann").getName()).isEqualTo("ann");

		answer.countDown();
		for (Thread each : flood) {
			each.join();
		}
		assertThatExceptionOfType(BadOpaqueTokenException.class).isThrownBy(() -> limited.introspect("eve"));
	}

	/** Delays the responses for slow tokens until a test releases them. */
	private record SlowReviews(Reviews others, CountDownLatch received, CountDownLatch answer) implements Reviews {

		@Override
		public ApiResponse<Optional<Caller>> identify(String token, Set<String> audiences) {
			if (token.startsWith("slow")) {
				received.countDown();
				try {
					answer.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}
			return others.identify(token, audiences);
		}

		@Override
		public ApiResponse<Boolean> mayDo(Caller caller, ResourceAttributes access) {
			return others.mayDo(caller, access);
		}

	}

}
