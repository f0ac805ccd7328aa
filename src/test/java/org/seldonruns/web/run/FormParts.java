package org.seldonruns.web.run;

import org.seldonruns.web.TestRuns;

import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Multipart forms that are written by hand. */
final class FormParts {

	private FormParts() {
	}

	/**
	 * Uploads a form.
	 * @param query more parameters, each after an {@code &}
	 * @param parts its parts
	 */
	static MvcTestResult post(MockMvcTester mvc, String query, String parts) {
		return TestRuns.post(mvc, "/runs?namespace=seldon" + query, "multipart/form-data; boundary=frontier",
				parts + "--frontier--\r\n");
	}

	static String part(String name, String content) {
		return "--frontier\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"x\"\r\n\r\n%s\r\n".formatted(name,
				content);
	}

	/** Returns what a browser sends for a file input without a file. */
	static String emptyField(String name) {
		return "--frontier\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"\"\r\n\r\n\r\n".formatted(name);
	}

}
