package org.seldonruns.web;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Takes back, before each test, what another one did to the runs that they share. */
class FreshRuns implements BeforeEachCallback {

	@Override
	public void beforeEach(ExtensionContext test) {
		SpringExtension.getApplicationContext(test).getBean(FakeRuns.class).reset();
	}

}
