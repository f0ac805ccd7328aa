package org.seldonruns.run.request;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ServicePathTests {

	@ParameterizedTest
	@ValueSource(strings = { "/predict", "/v1/models/iris:predict", "/v2/models/iris%20flower/infer", "/a/...", "/a/.b",
			"/~user/x;v=1,2", "/%C3%A9" })
	void acceptsPathsBelowThePrefix(String path) {
		assertThat(ServicePath.violation(path)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "predict", "http://example.org/", "//example.org/a", "/", "/a/", "/a//b", "/.", "/..",
			"/../../pods", "/a/../b", "/a/./b", "/a/..", "/%2e%2e/b", "/%2E./b", "/.%2e/b", "/a%2fb", "/a%2Fb", "/a\\b",
			"/a%5cb", "/a%5C..", "/%252e%252e/b", "/a%252fb", "/a?dryRun=All", "/a#b", "/a b", "/a%", "/a%2", "/a%zz",
			"/a%00", "/a%0d%0aHost:x", "/a\nb", "/é", "/a[b]", "/a\"b", "/a|b" })
	void rejectsPathsThatCouldLeaveThePrefix(String path) {
		assertThat(ServicePath.violation(path)).isPresent();
		assertThatIllegalArgumentException().isThrownBy(() -> new PredictionParameters(path, 1));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1023, 1024 })
	void limitsLength(int length) {
		assertThat(ServicePath.violation("/" + "a".repeat(length)).isPresent()).isEqualTo(length == 1024);
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 1001 })
	void rejectsCountsOutOfRange(int count) {
		assertThatIllegalArgumentException().isThrownBy(() -> new PredictionParameters(null, count));
	}

}
