package org.seldonruns.web.protection;

import java.time.Duration;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.seldonruns.security.SecurityMode;
import org.seldonruns.security.SecuritySettings;

import static org.assertj.core.api.Assertions.assertThat;

class AllowedHostsTests {

	private static final String[] SETTING = { "Runs.example", "seldon-runs.tools.svc" };

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "LocalHost", "localhost.", "runs.localhost", "127.0.0.1", "10.2.0.17",
			"[::1]", "[fd00::17]", "runs.example", "RUNS.EXAMPLE", "runs.example.", "seldon-runs.tools.svc" })
	void addressesLocalhostAndConfiguredNamesAreAllowed(String host) {
		assertThat(hosts(SecurityMode.NONE, SETTING).test(host)).isTrue();
		assertThat(hosts(SecurityMode.KUBERNETES, SETTING).test(host)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "another.example", "evil.runs.example", "runs.example.evil", "localhost.evil",
			"evillocalhost", "127.0.0.1.evil", "127.0.0.1.evil.", "1.2.3.4.5", "0x7f.1", "seldon-runs" })
	void otherNamesAreRejected(String host) {
		assertThat(hosts(SecurityMode.NONE, SETTING).test(host)).isFalse();
		assertThat(hosts(SecurityMode.KUBERNETES, SETTING).test(host)).isFalse();
	}

	@Test
	void anyNameIsAllowedWithTokensAndEmptySetting() {
		assertThat(hosts(SecurityMode.KUBERNETES).test("another.example")).isTrue();
		assertThat(hosts(SecurityMode.NONE).test("another.example")).isFalse();
	}

	private static AllowedHosts hosts(SecurityMode mode, String... names) {
		return new AllowedHosts(new SecuritySettings(mode, Set.of(), Duration.ofSeconds(10), 1, 50,
				Duration.ofMinutes(1), false, true, Set.of(names)));
	}

}
