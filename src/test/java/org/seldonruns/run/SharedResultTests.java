package org.seldonruns.run;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SharedResultTests {

	private final SharedResult<String> result = new SharedResult<>();

	@Test
	void completesAllFuturesWithTheFirstResult() {
		List<CompletableFuture<String>> futures = Stream.generate(result::await).limit(3).toList();
		assertThat(result.now()).isEmpty();
		assertThat(result.complete("first")).isTrue();
		assertThat(result.complete("second")).isFalse();
		assertThat(futures).allSatisfy(future -> assertThat(future).isCompletedWithValue("first"));
		assertThat(result.now()).contains("first");
		assertThat(result.waiting()).isZero();
	}

	@Test
	void completesLaterFuturesAtOnce() {
		result.complete("there");
		assertThat(result.await()).isCompletedWithValue("there");
		assertThat(result.waiting()).isZero();
	}

	@Test
	void releasesCancelledFutures() {
		CompletableFuture<String> stays = result.await();
		for (int i = 0; i < 50_000; i++) {
			result.await().cancel(false);
		}
		assertThat(result.waiting()).isOne();
		result.complete("there");
		assertThat(stays).isCompletedWithValue("there");
	}

}
