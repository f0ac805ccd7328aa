package org.seldonruns.seldon.readiness;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class JsonCoverageTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"a": 1, "b": 2}                           | {"a": 1}
			{"a": 1}                                   | {"a": 1.0}
			{}                                         | {"a": false, "b": 0, "c": "", "d": [], "e": {"f": ""}}
			{"a": [{"name": "x", "v": 1}, {"name": "y"}]} | {"a": [{"name": "y"}, {"name": "x"}]}
			{"a": ["x", "y", "z"]}                     | {"a": ["x", "y"]}
			{"cpu": "500m"}                            | {"cpu": 0.5}
			{"memory": "1Gi"}                          | {"memory": "1024Mi"}
			{"a": null}                                | {"a": null}
			{"a": [{"name": "x", "v": 1}, {"name": "x", "v": 2}]} | {"a": [{"name": "x", "v": 2}]}
			""")
	void hasAllValues(String whole, String part) {
		assertThat(covers(whole, part)).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"a": 1}                     | {"a": 2}
			{"a": 1}                     | {"b": 1}
			{"a": true}                  | {"a": false}
			{"a": "x"}                   | {"a": {"b": 1}}
			{"a": [{"name": "x", "v": 1}]} | {"a": [{"name": "x", "v": 2}]}
			{"a": [{"name": "x"}]}       | {"a": [{"name": "y"}]}
			{"a": ["x"]}                 | {"a": ["x", "y"]}
			{"a": ["y", "x"]}            | {"a": ["x", "y"]}
			{"cpu": "500m"}              | {"cpu": "501m"}
			""")
	void lacksAValue(String whole, String part) {
		assertThat(covers(whole, part)).isFalse();
	}

	private static boolean covers(String whole, String part) {
		return JsonCoverage.covers(JsonMapper.shared().readValue(whole, Object.class), null,
				JsonMapper.shared().readValue(part, Object.class));
	}

}
