package org.seldonruns;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** Creates forms with a manifest and its update. */
final class UpdateForm {

	private UpdateForm() {
	}

	/** Creates a form with two manifests of the test resources. */
	static MultiValueMap<String, Object> of(String name) throws IOException {
		return of(Files.readString(ServiceClient.manifest("updates/%s.before.yaml".formatted(name))),
				Files.readString(ServiceClient.manifest("updates/%s.after.yaml".formatted(name))));
	}

	static MultiValueMap<String, Object> of(String before, String after) {
		MultiValueMap<String, Object> form = new LinkedMultiValueMap<>();
		form.add("file", part(before));
		form.add("update", part(after));
		return form;
	}

	static ByteArrayResource part(String text) {
		return new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)) {
			@Override
			public String getFilename() {
				return "part";
			}
		};
	}

}
