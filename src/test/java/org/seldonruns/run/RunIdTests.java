package org.seldonruns.run;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RunIdTests {

	@Test
	void isTimeOrdered() {
		List<String> ids = Stream.generate(RunId::next).limit(1000).map(RunId::toString).toList();

		assertThat(ids).isSorted().doesNotHaveDuplicates();
		assertThat(RunId.next().value().version()).isEqualTo(7);
	}

	@Test
	void isReadAsItIsWritten() {
		RunId id = RunId.next();

		assertThat(RunId.parse(id.toString())).isEqualTo(id);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "1-1-1-1-1", "0199F1C2-0000-7000-8000-000000000000",
			"0199f1c2-0000-7000-8000-00000000000", "0199f1c2-0000-7000-8000-0000000000000",
			"0199f1c2000070008000000000000000", "{0199f1c2-0000-7000-8000-000000000000}",
			" 0199f1c2-0000-7000-8000-000000000000", "0199f1c2-0000-7000-8000-000000000000\n",
			"0199f1g2-0000-7000-8000-000000000000" })
	void onlyCanonicalFormIsParsed(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> RunId.parse(text));
	}

}
