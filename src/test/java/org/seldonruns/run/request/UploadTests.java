package org.seldonruns.run.request;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UploadTests {

	@Test
	void copiesItsBytes() {
		byte[] bytes = { 1, 2, 3 };
		Upload upload = new Upload(bytes, "application/yaml");
		bytes[0] = 9;
		upload.bytes()[1] = 9;

		assertThat(upload.bytes()).containsExactly(1, 2, 3);
		assertThat(upload.size()).isEqualTo(3);
		assertThat(upload.contentType()).isEqualTo("application/yaml");
	}

}
