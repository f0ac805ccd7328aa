package org.seldonruns.web.waiting;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

class WaitPreferenceTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "wait=10|10", "WAIT=10|10", "wait = 10|10", "wait=\"10\"|10", "wait=0|0",
					"respond-async, wait=5|5", "wait=5, wait=7|5", "wait=61|60", "wait=999999999|60",
					"wait=3; foo=bar|3", "foo=\"a, wait=9\", wait=4|4", "handling=lenient;x=1,wait=2|2" })
	void parsesPreference(String header, int seconds) {
		assertThat(WaitPreference.of(request(header))).contains(new WaitPreference(Duration.ofSeconds(seconds)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "wait", "wait=", "wait=-1", "wait=1.5", "wait=ten", "wait=9999999999", "waiting=1",
			"foo=\"wait=9\"", "wait=1 2", "\"wait=1", "respond-async" })
	void ignoresInvalidPreference(String header) {
		assertThat(WaitPreference.of(request(header))).isEmpty();
	}

	@Test
	void findsPreferenceInRepeatedHeaders() {
		MockHttpServletRequest request = request("respond-async");
		request.addHeader("Prefer", "wait=3");
		assertThat(WaitPreference.of(request)).map(WaitPreference::applied).contains("wait=3");
		assertThat(WaitPreference.of(new MockHttpServletRequest())).isEmpty();
	}

	private static MockHttpServletRequest request(String header) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.addHeader("Prefer", header);
		return request;
	}

}
